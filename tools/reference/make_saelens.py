"""Writes SAEs with SAELens' own save, and what SAELens computes with them: the fixtures of the SAELens format.

Usage:  python tools/reference/make_saelens.py [--out indexer/lm/src/test/resources/sae]

One folder an SAE, holding the files as SAELens publishes them, beside
  reference.safetensors   input [n, d_in], latents [n, d_sae], reconstruction [n, d_out]: SAELens' encode and forward
  reference.json          library, version, what is special

Weights are random with a fixed seed, biases and thresholds too, so that a part that is left out shows. They are multiples of 1/64 and
inputs of 1/16, so that a pre-activation can be met exactly by a threshold: JumpReLU is strict, and equal values must not pass.
"""
import argparse
import json
import pathlib
import shutil

import sae_lens
import torch
from safetensors.torch import save_file

SEED = 20261121
D_IN, D_SAE, ROWS = 16, 40, 24


def grid(shape, generator, step, spread=1.0):
    return (torch.randn(shape, generator=generator) * spread / step).round() * step


def randomise(sae, generator):
    """Every parameter from one stream; decoder rows of different lengths."""
    with torch.no_grad():
        for name, parameter in sorted(sae.named_parameters()):
            spread = 0.4 if parameter.dim() == 2 else 0.3
            values = grid(parameter.shape, generator, 1 / 64, spread)
            parameter.copy_(values.abs() + 1 / 8 if name == "threshold" else values)


def inputs(generator, d_in=D_IN):
    return grid((ROWS, d_in), generator, 1 / 16) + 1 / 2


def config(cls, metadata=None, **fields):
    cfg = cls(d_in=fields.pop("d_in", D_IN), d_sae=D_SAE, **fields)
    for key, value in {"model_name": "gpt2", "hook_name": "blocks.1.hook_resid_post", "prepend_bos": True,
                       "context_size": 128, **(metadata or {})}.items():
        setattr(cfg.metadata, key, value)
    return cfg


def write(folder, sae, x, note):
    shutil.rmtree(folder, ignore_errors=True)
    sae.save_model(folder)
    record(folder, x, note)


def record(folder, x, note):
    """What SAELens computes once it has read the folder again."""
    sae = sae_lens.SAE.load_from_disk(folder).eval()
    with torch.no_grad():
        latents, reconstruction = sae.encode(x), sae(x)
    active = (latents != 0).float().mean().item()
    if not 0.02 < active < 0.9:
        raise SystemExit(f"{folder.name}: {active:.2f} of the latents are active; the fixture would show little")
    save_file({"input": x.flatten(1), "latents": latents.float(), "reconstruction": reconstruction.float().flatten(1)},
              folder / "reference.safetensors")
    write_json(folder / "reference.json", {
        "library": "sae-lens", "version": sae_lens.__version__, "torch": torch.__version__, "seed": SEED,
        "written_by": "SAE.save_model", "computed_by": "SAE.load_from_disk, encode and forward", "note": note})


def write_json(path, value):
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("indexer/lm/src/test/resources/sae"))
    out = parser.parse_args().out
    generator = torch.Generator().manual_seed(SEED)

    standard = sae_lens.StandardSAE(config(sae_lens.StandardSAEConfig))
    randomise(standard, generator)
    write(out / "saelens-standard", standard, inputs(generator), "ReLU; b_dec subtracted from the input")

    topk = sae_lens.TopKSAE(config(sae_lens.TopKSAEConfig, k=5))
    randomise(topk, generator)
    write(out / "saelens-topk", topk, inputs(generator), "the 5 largest")


if __name__ == "__main__":
    main()
