"""Writes SAEs with OpenMOSS' own code, and what that code computes with them.

Usage:  python tools/reference/make_llama_scope.py CHECKOUT VERSION [--out indexer/lm/src/test/resources/sae]

CHECKOUT is a folder with https://github.com/OpenMOSS/Language-Model-SAEs at one of these commits (the library is on no package index
in its older versions; it was called lm_saes), VERSION says which:

  release   f0058a58, 2024-11-18: three weeks after Llama Scope came out; hyperparams.json
  r1        d8cb620d, 2025-03-02: the one of Llama Scope R1-Distill; config.json, encoder.weight
  current   95281ac7, 2026-05: Llamascopium 2.0.0b34; config.json, W_E

Besides requirements.txt it needs more_itertools, pymongo, json-repair, cattrs, tomlkit and pydantic-settings.
"""
import argparse
import pathlib
import sys

import torch

from sae_reference import D_IN, D_SAE, SEED, fresh, inputs, randomise, reference, write_reference

COMMITS = {"release": "f0058a58", "r1": "d8cb620d", "current": "95281ac7"}
RESID, MLP_NORM, MLP_OUT = "blocks.1.hook_resid_post", "blocks.1.ln2.hook_normalized", "blocks.1.hook_mlp_out"


def write_release(out, generator):
    import lm_saes.sae
    from lm_saes.config import SAEConfig
    lm_saes.sae.version = lambda name: COMMITS["release"]  # it asks for its own package, which is not installed

    def write(folder, note, norms, **settings):
        settings = {"hook_point_in": RESID, "norm_activation": "dataset-wise", "apply_decoder_bias_to_pre_encoder": False} | settings
        config = SAEConfig(d_model=D_IN, d_sae=D_SAE, dataset_average_activation_norm=norms, **settings)
        sae = lm_saes.sae.SparseAutoEncoder(config)
        randomise(sae, generator)
        (fresh(folder) / "checkpoints").mkdir()
        config.save_hyperparameters(str(folder))
        sae.save_pretrained(str(folder / "checkpoints" / "final.safetensors"))
        read = lm_saes.sae.SparseAutoEncoder.from_pretrained(str(folder))
        # it announces that TopK with a threshold becomes JumpReLU, says so in its configuration, and forgets the function itself
        read.activation_function = read.activation_function_factory(read.cfg)
        x = inputs(generator)
        with torch.no_grad():
            latents = read.encode(x)
            tensors = reference(folder, x, latents, read.decode(latents))
        write_reference(folder, tensors, "lm-saes", COMMITS["release"], "SparseAutoEncoder.save_pretrained, SAEConfig.save_hyperparameters",
                        "SparseAutoEncoder.from_pretrained, encode and decode", note)

    write(out / "llama-scope", "the threshold in units of the model; latents times the lengths of decoder rows",
          {"in": 7.5, "out": 7.5}, act_fn="jumprelu", jump_relu_threshold=0.75)
    write(out / "llama-scope-topk", "trained as TopK, used as JumpReLU; decoder rows as they are; b_dec is subtracted from the input",
          {"in": 3.25, "out": 3.25}, act_fn="topk", top_k=5, jump_relu_threshold=0.75, sparsity_include_decoder_norm=False,
          apply_decoder_bias_to_pre_encoder=True)
    for name, by_norm in (("llama-scope-transcoder", True), ("llama-scope-transcoder-plain", False)):
        write(out / name, "transcoder whose input and output have different average lengths; the lengths of decoder rows "
              + ("scale latents" if by_norm else "do not count"), {"in": 7.5, "out": 2.5}, hook_point_in=MLP_NORM,
              hook_point_out=MLP_OUT, act_fn="topk", top_k=6, sparsity_include_decoder_norm=by_norm)


def write_r1(out, generator):
    import lm_saes.sae
    from lm_saes.config import SAEConfig
    lm_saes.sae.version = lambda name: COMMITS["r1"]

    config = SAEConfig(hook_point_in=RESID, d_model=D_IN, expansion_factor=D_SAE // D_IN, act_fn="jumprelu", dtype=torch.float32)
    sae = lm_saes.sae.SparseAutoEncoder(config)
    randomise(sae, generator)
    with torch.no_grad():
        sae.log_jumprelu_threshold.sub_(1)
    sae.set_dataset_average_activation_norm({RESID: 7.5})
    folder = fresh(out / "llama-scope-r1")
    config.save_hyperparameters(folder)
    sae.save_checkpoint(folder / "sae_weights.safetensors")
    read = lm_saes.sae.SparseAutoEncoder.from_pretrained(str(folder), dtype=torch.float32)
    x = inputs(generator)
    with torch.no_grad():
        latents = read.encode(x)
        factor = read.compute_norm_factor(x, hook_point=RESID)
        tensors = reference(folder, x, latents, read.decode(latents) / factor)
    write_reference(folder, tensors, "lm-saes", COMMITS["r1"], "SparseAutoEncoder.save_checkpoint, SAEConfig.save_hyperparameters",
                    "SparseAutoEncoder.from_pretrained, encode and decode",
                    "a threshold for each latent; the lengths of decoder rows decide which are active")


def write_current(out, generator):
    import llamascopium.models.sparse_dictionary as library
    from llamascopium.models.sae import SAEConfig, SparseAutoEncoder
    library.version = lambda name: "2.0.0b34"

    def write(folder, note, norms, **settings):
        config = SAEConfig(**{"hook_point_in": RESID, "hook_point_out": RESID, "d_model": D_IN, "expansion_factor": D_SAE / D_IN} | settings)
        sae = SparseAutoEncoder(config)
        randomise(sae, generator)
        if norms:
            sae.set_dataset_average_activation_norm(norms)
        config.save_hyperparameters(fresh(folder))
        sae.save_pretrained(folder)
        read = SparseAutoEncoder.from_pretrained(str(folder))
        x = inputs(generator)
        with torch.no_grad():
            scaled = read.normalize_activations({config.hook_point_in: x})[config.hook_point_in]
            latents = read.encode(scaled)
            factor = read.compute_norm_factor(x, hook_point=config.hook_point_out)
            tensors = reference(folder, x, latents, read.decode(latents) / factor)
        write_reference(folder, tensors, "llamascopium", f"2.0.0b34 ({COMMITS['current']})",
                        "SparseAutoEncoder.save_pretrained, SAEConfig.save_hyperparameters",
                        "SparseAutoEncoder.from_pretrained, normalize_activations, encode and decode", note)

    write(out / "llamascopium", "JumpReLU; the lengths of decoder rows decide which are active", {RESID: 7.5}, act_fn="jumprelu")
    write(out / "llamascopium-topk", "TopK, each token scaled by its own length", None, act_fn="topk", top_k=5, norm_activation="token-wise")
    write(out / "llamascopium-transcoder", "transcoder, ReLU; input and output have different average lengths; no decoder bias",
          {MLP_NORM: 7.5, MLP_OUT: 2.5}, hook_point_in=MLP_NORM, hook_point_out=MLP_OUT, act_fn="relu",
          sparsity_include_decoder_norm=False, use_decoder_bias=False)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("checkout", type=pathlib.Path)
    parser.add_argument("version", choices=COMMITS)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("indexer/lm/src/test/resources/sae"))
    given = parser.parse_args()
    sys.path.insert(0, str(given.checkout / "src"))
    generator = torch.Generator().manual_seed(SEED)
    {"release": write_release, "r1": write_r1, "current": write_current}[given.version](given.out, generator)


if __name__ == "__main__":
    main()
