"""Writes SAEs in the flat layouts of SAELens before version 6, by those versions' own save, and what they computed with them.

Usage, once for each of the versions 2.1.3, 3.23.4 and 5.11.0, beside the environment of requirements.txt:

    pip install --no-deps --target .sae-lens-2.1.3 sae-lens==2.1.3
    PYTHONPATH=.sae-lens-2.1.3 .venv/bin/python tools/reference/make_saelens_old.py

Folders and values are as in make_saelens.py.
"""
import argparse
import json
import pathlib
import shutil

import sae_lens
import torch
import wandb
from safetensors.torch import save_file

SEED = 20261121
D_IN, D_SAE, ROWS = 16, 40, 16
VERSION = sae_lens.__version__


def draw(sae, random):
    with torch.no_grad():
        for name, parameter in sorted(sae.named_parameters()):
            if "scaling_factor" not in name:
                parameter.copy_(torch.randn(parameter.shape, generator=random) * (0.4 if parameter.dim() == 2 else 0.3))
            if name == "threshold":
                parameter.abs_()


def write(folder, sae, x, note, reconstruct):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    sae.save_model(str(folder))
    with torch.no_grad():
        latents, reconstruction = sae.encode(x), reconstruct(x)
    save_file({"input": x.flatten(1), "latents": latents.contiguous(), "reconstruction": reconstruction.flatten(1).contiguous()},
              folder / "reference.safetensors")
    (folder / "reference.json").write_text(json.dumps({
        "library": "sae-lens", "version": VERSION, "torch": torch.__version__, "seed": SEED, "written_by": "save_model",
        "note": note}, indent=1) + "\n", encoding="utf-8")


def version_2(out, random, x):
    """hook_point, activation_fn, normalize_activations as a boolean, a scaling_factor of ones."""
    wandb.util.generate_id = lambda: "none"  # which newer versions of wandb no longer have
    config = sae_lens.LanguageModelSAERunnerConfig(
        hook_point="blocks.1.hook_resid_pre", hook_point_layer=1, d_in=D_IN, dtype="torch.float32", expansion_factor=1, model_name="gpt2-small",
        normalize_sae_decoder=False, log_to_wandb=False, verbose=False, checkpoint_path="unused", context_size=64)
    shutil.rmtree("unused", ignore_errors=True)
    config.d_sae, config.checkpoint_path = D_SAE, "checkpoints"
    sae = sae_lens.SparseAutoencoder(config).eval()
    draw(sae, random)
    write(out / "saelens-2-standard", sae, x, version_2.__doc__, lambda values: sae(values).sae_out)


def configured(**fields):
    from sae_lens.sae import SAEConfig
    return SAEConfig.from_dict({
        "architecture": "standard", "d_in": D_IN, "d_sae": D_SAE, "activation_fn_str": "relu", "apply_b_dec_to_input": True,
        "finetuning_scaling_factor": False, "context_size": 64, "model_name": "gpt2-small", "hook_name": "blocks.1.hook_resid_pre",
        "hook_layer": 1, "hook_head_index": None, "prepend_bos": True, "dataset_path": "none", "dataset_trust_remote_code": True,
        "normalize_activations": "none", "dtype": "torch.float32", "device": "cpu", "sae_lens_training_version": VERSION, **fields})


def versions_3_to_5(out, random, x):
    major = VERSION.split(".")[0]
    heads = {"hook_name": "blocks.1.attn.hook_z", "d_in": D_IN}
    cases = {
        "3": {"standard": {}, "gated": {"architecture": "gated"},
              "topk": {"activation_fn_str": "topk", "activation_fn_kwargs": {"k": 5}},
              "hook-z": heads},
        "5": {"jumprelu": {"architecture": "jumprelu"},
              "topk": {"architecture": "topk", "activation_fn_str": "topk", "activation_fn_kwargs": {"k": 5}},
              "layer-norm": {"normalize_activations": "layer_norm", "apply_b_dec_to_input": False}},
    }[major]
    for name, fields in cases.items():
        sae = sae_lens.SAE(configured(**fields)).eval()
        draw(sae, random)
        shaped = x.unflatten(1, (2, -1)) if name == "hook-z" else x
        write(out / f"saelens-{major}-{name}", sae, shaped, f"the flat layout of version {major}", sae)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("indexer/lm/src/test/resources/sae"))
    out = parser.parse_args().out
    random = torch.Generator().manual_seed(SEED)
    x = torch.randn((ROWS, D_IN), generator=random) + 0.5
    (version_2 if VERSION.startswith("2.") else versions_3_to_5)(out, random, x)


if __name__ == "__main__":
    main()
