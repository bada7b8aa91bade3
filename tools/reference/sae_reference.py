"""What the scripts that write SAE fixtures share: random weights on a grid, inputs, and the files of a reference."""
import json
import pathlib
import platform
import shutil
import subprocess
import sys
import tempfile

import torch
from safetensors.torch import save_file

SEED = 20261121
D_IN, D_SAE, ROWS = 16, 48, 24
CONVERTER = pathlib.Path(__file__).parent.parent / "convert" / "convert_sae.py"


def grid(shape, generator, step, spread=1.0):
    """Multiples of `step`, so that a threshold can be met exactly."""
    return (torch.randn(shape, generator=generator) * spread / step).round() * step


def randomise(module, generator):
    """Every parameter from one stream, biases too, so that a part that is left out shows; decoder rows of different lengths."""
    with torch.no_grad():
        for name, parameter in sorted(module.named_parameters()):
            values = grid(parameter.shape, generator, 1 / 64, 0.4 if parameter.dim() == 2 else 0.3)
            parameter.copy_(values.abs() + 1 / 8 if "threshold" in name else values)


def inputs(generator, d_in=D_IN):
    return grid((ROWS, d_in), generator, 1 / 16) + 1 / 2


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def dense(values, indices, width):
    return torch.zeros(*values.shape[:-1], width, dtype=values.dtype).scatter_(-1, indices, values)


def reference(folder, x, latents, reconstruction, number=None):
    """The tensors of reference.safetensors; `number` says which SAE of a folder it is, where there are several."""
    share = (latents != 0).float().mean().item()
    if not 0.02 < share < 0.9:
        raise SystemExit(f"{folder.name}: {share:.2f} of the latents are active; the fixture would show little")
    tensors = {"input": x, "latents": latents, "reconstruction": reconstruction}
    return {("" if number is None else f"{number}.") + name: value.detach().float().contiguous().clone()
            for name, value in tensors.items() if value is not None}


def write_reference(folder, tensors, library, version, written_by, computed_by, note):
    save_file(tensors, folder / "reference.safetensors")
    write_json(folder / "reference.json", {
        "library": library, "version": version, "torch": torch.__version__, "python": platform.python_version(), "seed": SEED,
        "written_by": written_by, "computed_by": computed_by, "note": note})


def write_json(path, value):
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def converted(folder, state, *arguments, name="ae.pt", config=None, config_name="config.json"):
    """What tools/convert/convert_sae.py makes of a state dictionary, and of the configuration beside it."""
    with tempfile.TemporaryDirectory() as scratch:
        source = pathlib.Path(scratch) / name
        torch.save(state, source)
        if config is not None:
            write_json(source.with_name(config_name), config)
        subprocess.run([sys.executable, CONVERTER, source, "--out", fresh(folder), *arguments], check=True)
    return folder
