"""Writes SAEs in layouts that no library writes, through the converter, and what their published formulas give, computed by numpy in
double precision.

Usage:  python tools/reference/make_written_to_specification.py [--out indexer/lm/src/test/resources/sae]

Files and tensors: see sae_reference.py.
"""
import argparse
import pathlib

import numpy
import torch

from sae_reference import D_IN, D_SAE, SEED, converted, grid, inputs, reference, write_reference

K = 5


def matrices(generator):
    """Encoder [F, d], its bias, decoder [d, F], its bias."""
    shapes = (D_SAE, D_IN), (D_SAE,), (D_IN, D_SAE), (D_IN,)
    return [grid(shape, generator, 1 / 64, 0.4 if len(shape) == 2 else 0.3) for shape in shapes]


def relu(pre):
    return numpy.maximum(pre, 0)


def topk(pre):
    kept = numpy.zeros_like(pre)
    largest = numpy.argsort(-pre, axis=-1, kind="stable")[:, :K]
    numpy.put_along_axis(kept, largest, numpy.take_along_axis(pre, largest, axis=-1), axis=-1)
    return relu(kept)


def write(folder, x, parts, activation, subtracts, note):
    encoder, encoder_bias, decoder, decoder_bias = (part.double().numpy() for part in parts)
    given = x.double().numpy()
    latents = activation((given - (decoder_bias if subtracts else 0)) @ encoder.T + encoder_bias)
    reconstruction = latents @ decoder.T + decoder_bias
    tensors = reference(folder, x, torch.from_numpy(latents), torch.from_numpy(reconstruction))
    write_reference(folder, tensors, "written to specification, numpy", numpy.__version__,
                    "torch.save of a state dictionary written to specification, then tools/convert/convert_sae.py",
                    "the formula in numpy, double precision", note)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("indexer/lm/src/test/resources/sae"))
    out = parser.parse_args().out
    generator = torch.Generator().manual_seed(SEED)

    parts = encoder, encoder_bias, decoder, decoder_bias = matrices(generator)
    folder = converted(out / "qwen-scope", {"W_enc": encoder, "b_enc": encoder_bias, "W_dec": decoder, "b_dec": decoder_bias},
                       "--source", "qwen-scope", "--hook", "blocks.12.hook_resid_post", "--k", str(K), name="layer12.sae.pt")
    write(folder, inputs(generator), parts, topk, False, "Qwen-Scope: TopK, k from the repository's name; b_dec is not subtracted")

    parts = encoder, encoder_bias, decoder, decoder_bias = matrices(generator)
    folder = converted(out / "goodfire", {"encoder_linear.weight": encoder, "encoder_linear.bias": encoder_bias,
                                          "decoder_linear.weight": decoder, "decoder_linear.bias": decoder_bias},
                       "--hook", "blocks.19.hook_resid_post", name="Llama-3.1-8B-Instruct-SAE-l19.pth")
    write(folder, inputs(generator), parts, relu, False, "Goodfire: ReLU; the decoder's bias is not subtracted")

    parts = [part.to(torch.bfloat16) for part in matrices(generator)]
    encoder, encoder_bias, decoder, decoder_bias = parts
    folder = converted(out / "deepseek-r1", {"encoder.weight": encoder, "encoder.bias": encoder_bias,
                                             "decoder.weight": decoder, "decoder.bias": decoder_bias},
                       "--source", "deepseek-r1", "--hook", "blocks.19.hook_resid_post", name="DeepSeek-R1-Distill-Llama-8B-SAE-l19.pt")
    write(folder, inputs(generator), parts, relu, False, "qresearch: ReLU, bf16; the decoder's bias is not subtracted")

    parts = encoder, encoder_bias, decoder, decoder_bias = matrices(generator)
    folder = converted(out / "hook-z", {"W_enc": encoder.T, "b_enc": encoder_bias, "W_dec": decoder.T, "b_dec": decoder_bias},
                       name="gpt2-small_L5.pt", config_name="gpt2-small_L5_cfg.json",
                       config={"act_size": D_IN, "dict_size": D_SAE, "act_name": "blocks.5.attn.hook_z"})
    write(folder, inputs(generator), parts, relu, True, "Connor Kissane and Rob Krzyzanowski: ReLU on all heads; b_dec is subtracted")


if __name__ == "__main__":
    main()
