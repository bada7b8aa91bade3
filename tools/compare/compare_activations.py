"""Compares what `featurescope activations` wrote with what transformers, and SAELens for latents, compute from the same token ids.

Usage:  python tools/compare/compare_activations.py FILE.safetensors MODEL [--sae NAME=DIR …]

Compares the hook points that transformers shows by itself (the residual stream between blocks, logits) and, for GPT-2, the
neurons; prints the largest difference of each, absolute, relative where a value exceeds 1. Exit status 1 above 1e-4.
"""
import argparse
import re
import sys

import numpy
import scipy.sparse
import torch
import transformers
from safetensors import safe_open

TOLERANCE = 1e-4


def difference(found, expected):
    return float((numpy.abs(found - expected) / numpy.maximum(1, numpy.abs(expected))).max())


def run(model, ids):
    """Hook points by name, [pos, width], of one context."""
    neurons = {}
    hooks = []
    if model.config.model_type == "gpt2":
        for layer, block in enumerate(model.transformer.h):
            hooks.append(block.mlp.act.register_forward_hook(
                lambda _, __, out, layer=layer: neurons.update({f"blocks.{layer}.mlp.hook_post": out[0]})))
    with torch.no_grad():
        output = model(input_ids=torch.from_numpy(ids)[None], output_hidden_states=True)
    for hook in hooks:
        hook.remove()
    states = output.hidden_states
    shown = {"logits": output.logits[0], **neurons}
    for layer in range(len(states) - 1):
        shown[f"blocks.{layer}.hook_resid_pre"] = states[layer][0]
    for layer in range(len(states) - 2):  # the last state has gone through the final norm
        shown[f"blocks.{layer}.hook_resid_post"] = states[layer + 1][0]
    return {name: value.numpy() for name, value in shown.items()}


def latents(sae, activations):
    with torch.no_grad():
        return sae.encode(torch.from_numpy(activations)).numpy()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file")
    parser.add_argument("model")
    parser.add_argument("--sae", action="append", default=[], metavar="NAME=DIR")
    arguments = parser.parse_args()
    with safe_open(arguments.file, "numpy") as opened:
        facts = opened.metadata()
        file = {name: opened.get_tensor(name) for name in opened.keys()}
    model = transformers.AutoModelForCausalLM.from_pretrained(arguments.model, dtype=torch.float32).eval()
    saes = {}
    for name, folder in (pair.split("=", 1) for pair in arguments.sae):
        import sae_lens
        saes[name] = sae_lens.SAE.load_from_disk(folder)
    sparse = {name: scipy.sparse.csr_matrix(
        (file[f"{name}.values"], file[f"{name}.indices"], file[f"{name}.indptr"]),
        shape=(len(file["input_ids"]), int(facts[f"{name}.features"]))) for name in saes}
    largest = {}
    for context in numpy.unique(file["context"]):
        rows = numpy.flatnonzero(file["context"] == context)
        expected = run(model, file["input_ids"][rows])
        pairs = [(name, file[name][rows], expected[name]) for name in file if name in expected]
        pairs += [(name, sparse[name][rows].toarray(), latents(sae, expected[facts[f"{name}.hook"]]))
                  for name, sae in saes.items() if facts[f"{name}.hook"] in expected]
        for name, found, wanted in pairs:
            largest[name] = max(largest.get(name, 0), difference(found, wanted))
    for name, value in largest.items():
        print(f"{value:.2e}  {name}")
    print(f"{len(file['input_ids'])} tokens of {len(numpy.unique(file['context']))} contexts; transformers {transformers.__version__}")
    left = [name for name in file if re.search(r"hook_|logits", name) and name not in largest]
    if left:
        print("not compared: " + ", ".join(left))
    sys.exit(not largest or max(largest.values()) > TOLERANCE)


if __name__ == "__main__":
    main()
