"""Writes per-layer and cross-layer transcoders with circuit-tracer's own code, and what that code computes with them.

Usage:  python tools/reference/make_circuit_tracer.py CHECKOUT VERSION [--out indexer/lm/src/test/resources/sae]

CHECKOUT is a folder with circuit-tracer at one of these commits, VERSION says which:

  2025      https://github.com/safety-research/circuit-tracer at d797c82, 2025-06-11: it reads a decoder stored [d_model, F]
  current   https://github.com/decoderesearch/circuit-tracer at 4bb8c0e, 2026-04-18: it reads a decoder stored [F, d_model]

Files and tensors: see sae_reference.py. The encoders of a folder are numbered by layer: 0.input, 1.input.
"""
import argparse
import pathlib
import sys

import torch
from safetensors.torch import save_file

from sae_reference import D_IN, D_SAE, SEED, fresh, grid, inputs, reference, write_reference

COMMITS = {"2025": "d797c82", "current": "4bb8c0e"}
CPU = torch.device("cpu")


def config(folder, kind, reads, predicts, more="", name="config.yaml"):
    (folder / name).write_text(f'# hook points, as circuit-tracer names them\nmodel_name: "Qwen/Qwen3-0.6B"\nmodel_kind: {kind}\n'
                               f"feature_input_hook: {reads}\nfeature_output_hook: '{predicts}'\n{more}", encoding="utf-8")


def parameters(generator, dtype=torch.bfloat16):
    draw = lambda *shape: grid(shape, generator, 1 / 64, 0.4 if len(shape) == 2 else 0.3).to(dtype)
    return {"W_enc": draw(D_SAE, D_IN), "b_enc": draw(D_SAE), "W_dec": draw(D_SAE, D_IN), "b_dec": draw(D_IN),
            "W_skip": draw(D_IN, D_IN), "activation_function.threshold": draw(D_SAE).abs() + 1 / 8}


def finish(folder, tensors, version, written_by, computed_by, note):
    write_reference(folder, tensors, "circuit-tracer", COMMITS[version], written_by, computed_by, note)


def write_2025(out, generator):
    import huggingface_hub.constants
    huggingface_hub.constants.HF_HUB_ENABLE_HF_TRANSFER = False  # a name it imports and newer versions lack
    from circuit_tracer.transcoder.single_layer_transcoder import load_relu_transcoder
    folder = fresh(out / "transcoders-2025")
    config(folder, "transcoder_set", "hook_resid_mid", "mlp.hook_out")
    found = {}
    for layer in range(2):
        state = parameters(generator)
        state = {name: state[name] for name in ("W_enc", "b_enc", "W_dec", "b_dec", "W_skip")}
        save_file(state | {"W_dec": state["W_dec"].T.contiguous()}, folder / f"layer_{layer}.safetensors")
        read = load_relu_transcoder(str(folder / f"layer_{layer}.safetensors"), layer, device=CPU)
        x = inputs(generator)
        with torch.no_grad():
            found |= reference(folder, x, read.encode(x), read(x), number=layer)
    finish(folder, found, "2025", "safetensors, a decoder as load_relu_transcoder expects it", "load_relu_transcoder, encode and forward",
           "ReLU, skip connection, bf16; the decoder is stored [d_model, F]")


def write_current(out, generator):
    from circuit_tracer.transcoder.activation_functions import JumpReLU, TopK
    from circuit_tracer.transcoder.single_layer_transcoder import SingleLayerTranscoder, TranscoderSet, load_transcoder_set

    def transcoder_set(folder, activation, reads, predicts, note, yaml="", k=None, skip=False, yaml_name="config.yaml"):
        transcoders = {}
        for layer in range(2):
            state = parameters(generator)
            threshold = state.pop("activation_function.threshold")
            function = JumpReLU(threshold) if activation is None else TopK(k) if activation == "topk" else torch.relu
            one = SingleLayerTranscoder(D_IN, D_SAE, function, layer, skip_connection=skip, device=CPU)
            if not skip:
                state.pop("W_skip")
            one.load_state_dict(state, strict=False)
            transcoders[layer] = one
        TranscoderSet(transcoders, reads, predicts).to_safetensors(fresh(folder))
        if activation == "topk":
            drop_k(folder)
        config(folder, "transcoder_set", reads, predicts, yaml, yaml_name)
        paths = {layer: str(folder / f"layer_{layer}.safetensors") for layer in range(2)}
        read = load_transcoder_set(paths, "", reads, predicts, device=CPU, activation=activation, k=k, lazy_encoder=False, lazy_decoder=False)
        found = {}
        for layer in range(2):
            x = inputs(generator)
            with torch.no_grad():
                found |= reference(folder, x, read[layer].encode(x), read[layer](x), number=layer)
        finish(folder, found, "current", "TranscoderSet.to_safetensors", "load_transcoder_set, encode and forward", note)

    transcoder_set(out / "transcoders", None, "mlp.hook_in", "mlp.hook_out", "JumpReLU, bf16")
    transcoder_set(out / "transcoders-topk", "topk", "mlp.hook_in", "mlp.hook_out", "TopK, skip connection; the YAML's name is misspelt, as "
                   "published", "activation: topk\nk: 5\n", k=5, skip=True, yaml_name="wanb-config.yaml")
    cross_layer(out / "cross-layer", "jump_relu", generator, "JumpReLU; encoders only")
    cross_layer(out / "cross-layer-relu", "relu", generator, "ReLU; encoders only")


def drop_k(folder):
    """to_safetensors writes k, and load_transcoder then refuses it; published files have it in the YAML alone."""
    from safetensors.torch import load_file
    for file in folder.glob("layer_*.safetensors"):
        save_file({name: value for name, value in load_file(file).items() if name != "k"}, file)


def cross_layer(folder, activation, generator, note, layers=2):
    from circuit_tracer.transcoder.cross_layer_transcoder import CrossLayerTranscoder, load_clt
    clt = CrossLayerTranscoder(layers, D_SAE, D_IN, activation, lazy_decoder=False, device=CPU)
    with torch.no_grad():
        for name, parameter in sorted(clt.named_parameters()):
            values = grid(parameter.shape, generator, 1 / 64, 0.4 if "W_" in name else 0.3)
            parameter.copy_(values.abs() + 1 / 8 if "threshold" in name else values)
    clt.to_safetensors(fresh(folder))
    config(folder, "cross_layer_transcoder", "hook_resid_mid", "hook_mlp_out")
    read = load_clt(str(folder), device=CPU, dtype=torch.float32, lazy_decoder=False)
    x = torch.stack([inputs(generator) for _ in range(layers)])
    with torch.no_grad():
        latents = read.encode(x)
    found = {}
    for layer in range(layers):
        found |= reference(folder, x[layer], latents[layer], None, number=layer)
    finish(folder, found, "current", "CrossLayerTranscoder.to_safetensors", "load_clt and encode", note)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("checkout", type=pathlib.Path)
    parser.add_argument("version", choices=COMMITS)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("indexer/lm/src/test/resources/sae"))
    given = parser.parse_args()
    sys.path.insert(0, str(given.checkout))
    generator = torch.Generator().manual_seed(SEED)
    {"2025": write_2025, "current": write_current}[given.version](given.out, generator)


if __name__ == "__main__":
    main()
