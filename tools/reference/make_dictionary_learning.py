"""Writes dictionaries with dictionary_learning's own classes, through the converter, and what those classes compute.

Usage:  python tools/reference/make_dictionary_learning.py [--out indexer/lm/src/test/resources/sae]

Each is saved as the library saves it (torch.save of the state dictionary, config.json beside it), read again with from_pretrained, and
converted by tools/convert/convert_sae.py. Files and tensors: see sae_reference.py.
"""
import argparse
import importlib.metadata
import pathlib
import tempfile

import torch
from dictionary_learning.dictionary import AutoEncoder, AutoEncoderNew, GatedAutoEncoder, JumpReluAutoEncoder
from dictionary_learning.trainers.batch_top_k import BatchTopKSAE
from dictionary_learning.trainers.matryoshka_batch_top_k import MatryoshkaBatchTopKSAE
from dictionary_learning.trainers.top_k import AutoEncoderTopK

from sae_reference import D_IN, D_SAE, SEED, converted, inputs, randomise, reference, write_reference

LAYER = 3
TRAINER = {"activation_dim": D_IN, "dict_size": D_SAE, "layer": LAYER, "lm_name": "EleutherAI/pythia-70m-deduped",
           "submodule_name": f"resid_post_layer_{LAYER}"}


def write(folder, generator, dictionary, note, config=True, arguments=(), threshold=None, **trainer):
    randomise(dictionary, generator)
    if threshold is not None:
        dictionary.threshold.fill_(threshold)
    dict_class = type(dictionary).__name__
    settings = {"trainer": {"dict_class": dict_class, **TRAINER, **trainer}, "buffer": {"ctx_len": 128}}
    state = dictionary.state_dict()
    converted(folder, state, *arguments, config=settings if config else None)
    with tempfile.TemporaryDirectory() as scratch:
        torch.save(state, pathlib.Path(scratch) / "ae.pt")
        read = type(dictionary).from_pretrained(str(pathlib.Path(scratch) / "ae.pt"))
    x = inputs(generator)
    with torch.no_grad():
        tensors = reference(folder, x, read.encode(x), read(x))
    write_reference(folder, tensors, "dictionary-learning", importlib.metadata.version("dictionary-learning"),
                    "torch.save of the state dictionary, then tools/convert/convert_sae.py", f"{dict_class}.from_pretrained, encode and "
                    "forward", note)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("indexer/lm/src/test/resources/sae"))
    out = parser.parse_args().out
    torch.manual_seed(SEED)  # the classes draw weights of their own first
    generator = torch.Generator().manual_seed(SEED)

    write(out / "dictionary-learning-standard", generator, AutoEncoder(D_IN, D_SAE),
          "from_pretrained makes the decoder's columns unit vectors and scales the latents by their lengths")
    write(out / "dictionary-learning-new", generator, AutoEncoderNew(D_IN, D_SAE), "nothing is subtracted from the input; no config.json",
          config=False, arguments=["--source", "dictionary_learning", "--dict-class", "AutoEncoderNew", "--hook", "blocks.3.hook_mlp_out"])
    write(out / "dictionary-learning-gated", generator, GatedAutoEncoder(D_IN, D_SAE), "gate and magnitude", submodule_name="mlp_out_layer_3")
    write(out / "dictionary-learning-topk", generator, AutoEncoderTopK(D_IN, D_SAE, 5), "the 5 largest", k=5)
    write(out / "dictionary-learning-batchtopk", generator, BatchTopKSAE(D_IN, D_SAE, 5), "one threshold for all latents", k=5, threshold=1.75)
    write(out / "dictionary-learning-matryoshka", generator, MatryoshkaBatchTopKSAE(D_IN, D_SAE, 5, [16, 32]),
          "one threshold; groups are a matter of training", k=5, threshold=1.75, submodule_name="attn_out_layer_3")
    write(out / "dictionary-learning-jumprelu", generator, JumpReluAutoEncoder(D_IN, D_SAE), "nothing is subtracted from the input",
          target_l0=20)


if __name__ == "__main__":
    main()
