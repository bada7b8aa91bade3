"""Writes SAEs with OpenAI's own sparse_autoencoder, through the converter, and what that code computes.

Usage:  python tools/reference/make_openai.py CHECKOUT [--out indexer/lm/src/test/resources/sae]

CHECKOUT is a folder with https://github.com/openai/sparse_autoencoder at commit 4965b94; its requirements are of 2023, so that only
sparse_autoencoder/model.py is used, which needs torch alone.
"""
import argparse
import importlib.util
import pathlib

import torch

from sae_reference import D_IN, D_SAE, SEED, converted, inputs, randomise, reference, write_reference

COMMIT = "4965b94"


def library(checkout):
    spec = importlib.util.spec_from_file_location("openai_model", checkout / "sparse_autoencoder" / "model.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write(folder, generator, openai, autoencoder, location, note):
    randomise(autoencoder, generator)
    # as in the published files: settings of the activation once, in activation_state_dict; from_state_dict takes no others
    state = {name: value for name, value in autoencoder.state_dict().items() if not name.startswith("activation.")}
    converted(folder, state, "--location", location, "--layer", "2", name="2.pt")
    read = openai.Autoencoder.from_state_dict(dict(state))
    x = inputs(generator)
    with torch.no_grad():
        latents, info = read.encode(x)
        tensors = reference(folder, x, latents, read.decode(latents, info))
    write_reference(folder, tensors, "openai/sparse_autoencoder", COMMIT,
                    "torch.save of Autoencoder.state_dict, then tools/convert/convert_sae.py",
                    "Autoencoder.from_state_dict, encode and decode", note)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("checkout", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("indexer/lm/src/test/resources/sae"))
    given = parser.parse_args()
    openai = library(given.checkout)
    generator = torch.Generator().manual_seed(SEED)
    write(given.out / "openai-v4", generator, openai, openai.Autoencoder(D_SAE, D_IN), "mlp_post_act", "v1 and v4: ReLU")
    write(given.out / "openai-v5", generator, openai, openai.Autoencoder(D_SAE, D_IN, activation=openai.TopK(5), normalize=True),
          "resid_post_attn", "v5: layer norm, then the 5 largest")


if __name__ == "__main__":
    main()
