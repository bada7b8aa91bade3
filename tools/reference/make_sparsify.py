"""Writes SAEs and transcoders with sparsify's own save_to_disk, and what sparsify computes with them.

Usage:  python tools/reference/make_sparsify.py [--out indexer/lm/src/test/resources/sae]

The folders lie in `sparsify`, named after modules as sparsify names them, so that together they are a run as well. Files and tensors:
see sae_reference.py.
"""
import argparse
import importlib.metadata
import json
import os
import pathlib

import torch

os.environ["SPARSIFY_DISABLE_TRITON"] = "1"  # a kernel for GPUs; read when sparsify is imported
from sparsify import SparseCoder, SparseCoderConfig

from sae_reference import D_IN, D_SAE, SEED, dense, fresh, inputs, randomise, reference, write_reference

EXPANSION = D_SAE // D_IN


def write(folder, generator, note, dtype=torch.float32, without=(), **config):
    coder = SparseCoder(D_IN, SparseCoderConfig(expansion_factor=EXPANSION, **config)).to(dtype)
    randomise(coder, generator)
    if coder.cfg.normalize_decoder and not coder.cfg.transcode:
        coder.set_decoder_norm_to_unit_norm()
    coder.save_to_disk(fresh(folder))
    forget(folder / "cfg.json", without)
    # in fp32 whatever the file holds, as this program computes
    read = SparseCoder.load_from_disk(folder).float()
    read.cfg.multi_topk = False  # a loss over 4k latents; forward would return their reconstruction
    x = inputs(generator)
    with torch.no_grad():
        found = read.encode(x)
        latents = dense(found.top_acts, found.top_indices, read.num_latents)
        tensors = reference(folder, x, latents, read(x).sae_out)
    write_reference(folder, tensors, "eai-sparsify", importlib.metadata.version("eai-sparsify"), "SparseCoder.save_to_disk",
                    "SparseCoder.load_from_disk, encode and forward", note)


def forget(path, fields):
    """Makes cfg.json what an older version wrote."""
    config = json.loads(path.read_text())
    path.write_text(json.dumps({name: value for name, value in config.items() if name not in fields}))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("indexer/lm/src/test/resources/sae"))
    out = parser.parse_args().out / "sparsify"
    generator = torch.Generator().manual_seed(SEED)

    write(out / "layers.2", generator, "TopK; num_latents 0 stands for expansion_factor * d_in", k=5)
    write(out / "layers.3.attention", generator, "the largest of each of 6 groups", activation="groupmax", k=6, num_latents=D_SAE,
          normalize_decoder=False)
    write(out / "layers.1.mlp", generator, "transcoder: b_dec is not subtracted", transcode=True, k=5)
    write(out / "layers.0.mlp", generator, "transcoder with a skip connection, which reads the bare input", transcode=True,
          skip_connection=True, k=5)
    write(out / "layers.4.mlp", generator, "skip transcoder as written before February 2025: b_dec is subtracted; cfg.json has neither "
          "activation nor transcode", skip_connection=True, normalize_decoder=False, k=5, without=("activation", "transcode"))
    write(out / "embed_tokens", generator, "bf16; Multi-TopK, which is a matter of training only", dtype=torch.bfloat16,
          multi_topk=True, k=5)


if __name__ == "__main__":
    main()
