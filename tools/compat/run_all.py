"""Runs the ten scripts against a site and says how each ended.

    python run_all.py http://localhost:3000 babel-4l 2-mlp 122 2-resid-post-topk
"""

import os
import pathlib
import subprocess
import sys
import time

SCRIPTS = pathlib.Path(__file__).parent / "scripts"


def main(site, model, neurons, index, sae):
    runs = [
        ("description.py", model, neurons, index),
        ("logits.py", model, sae, index),
        ("examples.py", model, neurons, index),
        ("intervals.py", model, sae, index),
        ("table.py", model, sae),
        ("bulk.py", model, neurons),
        ("walk.py", model, sae),
        ("search_model.py", model, "languages"),
        ("search_layers.py", model, "languages", neurons, sae),
        ("export.py", model, sae),
    ]
    failed = 0
    for script, *arguments in runs:
        started = time.monotonic()
        run = subprocess.run(
            [sys.executable, SCRIPTS / script, *arguments],
            env={**os.environ, "NEURONPEDIA": site},
            capture_output=True,
            text=True,
            timeout=300,
        )
        failed += run.returncode != 0
        outcome = "ok" if run.returncode == 0 else f"ended with {run.returncode}"
        print(f"== {script} {' '.join(arguments)}: {outcome}, {time.monotonic() - started:.1f} s")
        print((run.stdout + run.stderr).rstrip())
    print(f"{len(runs) - failed} of {len(runs)} ran")
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
