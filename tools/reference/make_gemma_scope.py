"""Writes SAEs and transcoders in the layouts of Gemma Scope 1 and 2, and what they compute.

Usage:  python tools/reference/make_gemma_scope.py [--out indexer/lm/src/test/resources/sae]

There is no library that writes these files; they follow Google's description (Lieberum et al. 2024, arXiv:2408.05147) and SAELens' readers.
Expected values are computed twice: by plain numpy from the formula, in fp64, and by SAELens' own readers, run on these files with the
download replaced by a look into the folder. Both must agree to 1e-5, and the numpy values are recorded. The one exception is said in the
fixture's note: SAELens does not scale the decoder's bias of an embedding SAE.
"""
import argparse
import json
import pathlib
import shutil

import numpy as np
import sae_lens
import torch
from safetensors.numpy import save_file
from sae_lens.loading import pretrained_sae_loaders as loaders

SEED = 20261121
D_IN, D_OUT, D_SAE, ROWS = 16, 12, 32, 16


def drawn(random, d_out):
    """Weights on a grid, so that sums are exact; thresholds that the first input meets exactly in part."""
    grid = lambda *shape: np.round(random.standard_normal(shape) * 0.4 * 16) / 16
    weights = {"W_enc": grid(D_IN, D_SAE), "W_dec": grid(D_SAE, d_out), "b_enc": grid(D_SAE), "b_dec": grid(d_out)}
    x = np.round((random.standard_normal((ROWS, D_IN)) + 0.5) * 4) / 4
    threshold = np.abs(grid(D_SAE)) + 0.25
    threshold[:16] = np.maximum((x[0] @ weights["W_enc"] + weights["b_enc"])[:16], 0.25)
    return weights | {"threshold": threshold}, x


def jump_relu(weights, x):
    pre = x @ weights["W_enc"] + weights["b_enc"]
    latents = np.where(pre > weights["threshold"], np.maximum(pre, 0), 0)
    return latents, latents @ weights["W_dec"] + weights["b_dec"]


def by_saelens(loader, root, repo, path, x, d_in, d_out=None):
    loaders.hf_hub_download = lambda repo_id, filename, subfolder=None, **_: str(root / (subfolder or "") / filename)
    config, state, *_ = loader(repo, path, device="cpu", cfg_overrides={"d_in": d_in, "d_sae": D_SAE} | ({"d_out": d_out} if d_out else {}))
    config = loaders.handle_config_defaulting(config)
    cls, config_cls = loaders.get_sae_class(config["architecture"])
    sae = cls(config_cls.from_dict(config)).eval()
    sae.load_state_dict(state)
    with torch.no_grad():
        x = torch.tensor(x, dtype=torch.float32)
        if config["reshape_activations"] == "hook_z":
            x = x.unflatten(1, (2, -1))
        return sae.encode(x).numpy(), sae(x).flatten(1).numpy()


def record(folder, x, found, saelens, note, reconstruction_differs=False):
    for name, ours, theirs in zip(("latents", "reconstruction"), found, saelens):
        difference = np.abs(ours - theirs).max()
        if (difference > 1e-5) != (reconstruction_differs and name == "reconstruction"):
            raise SystemExit(f"{folder}: {name} differ from SAELens' by {difference}")
    if not 0.02 < (found[0] != 0).mean() < 0.9:
        raise SystemExit(f"{folder}: the fixture would show little")
    tensors = {"input": x, "latents": found[0], "reconstruction": found[1]}
    save_file({name: np.ascontiguousarray(value, np.float32) for name, value in tensors.items()}, folder / "reference.safetensors")
    write_json(folder / "reference.json", {
        "library": "numpy formula and sae-lens", "version": sae_lens.__version__, "numpy": np.__version__, "seed": SEED,
        "written_by": "to specification", "note": note})


def write_json(path, value):
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def emptied(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def first_generation(out, random):
    cases = [("res", "layer_3/width_16k/average_l0_12", "the residual stream", D_IN),
             ("att", "layer_3/width_16k/average_l0_9", "the heads of attention", D_IN),
             ("transcoders", "layer_3/width_16k/average_l0_7", "from the normalised input of the MLP to its output", D_OUT)]
    for kind, path, note, d_out in cases:
        repo = f"gemma-scope-2b-pt-{kind}"
        weights, x = drawn(random, d_out)
        folder = emptied(out / repo / path)
        np.savez(folder / "params.npz", **{name: value.astype(np.float32) for name, value in weights.items()})
        loader = loaders.gemma_2_transcoder_huggingface_loader if kind == "transcoders" else loaders.gemma_2_sae_huggingface_loader
        saelens = by_saelens(loader, out / repo, "google/" + repo, path, x, D_IN, d_out if kind == "transcoders" else None)
        record(folder, x, jump_relu(weights, x), saelens, note)
    embedding(out, random)
    without_names(out, random)


def embedding(out, random):
    repo, path = "gemma-scope-2b-pt-res", "embedding/width_4k/average_l0_6"
    weights, x = drawn(random, D_IN)
    folder = emptied(out / repo / path)
    np.savez_compressed(folder / "params.npz", **{name: value.astype(np.float32) for name, value in weights.items()})
    scale = np.sqrt(D_IN)
    latents, reconstruction = jump_relu(weights, x)  # of embeddings as they are stored
    saelens = by_saelens(loaders.gemma_2_sae_huggingface_loader, out / repo, "google/" + repo, path, x * scale, D_IN)
    record(folder, x * scale, (latents, reconstruction * scale), saelens,
           "embeddings, which the model multiplies with sqrt(d); SAELens does not multiply b_dec", reconstruction_differs=True)


def without_names(out, random):
    weights, x = drawn(random, D_IN)
    folder = emptied(out / "gemma-scope-moved")
    np.savez(folder / "params.npz", **{name: value.astype(np.float32) for name, value in weights.items()})
    found = jump_relu(weights, x)
    record(folder, x, found, found, "a folder whose name says nothing")
    write_json(folder / "options.json", {"hook": "blocks.3.hook_mlp_out"})


def second_generation(out, random):
    """config.json as in google/gemma-scope-2-270m-pt; W_skip is stored [d_in, d_out]."""
    loaders.get_safetensors_tensor_shapes = lambda repo, name: {"w_enc": [D_IN, D_SAE], "w_dec": [D_SAE, D_OUT]}
    module = "model.layers.5."
    cases = [
        ("resid_post", "layer_5_width_16k_l0_small", module + "output", None, D_IN, False),
        ("attn_out", "layer_5_width_16k_l0_small", module + "self_attn.o_proj.input", None, D_IN, False),
        ("transcoder", "layer_5_width_16k_l0_small", module + "pre_feedforward_layernorm.output",
         module + "post_feedforward_layernorm.output", D_OUT, False),
        ("transcoder", "layer_5_width_16k_l0_small_affine", module + "pre_feedforward_layernorm.output",
         module + "post_feedforward_layernorm.output", D_OUT, True),
    ]
    repo = "gemma-scope-2-270m-pt"
    for kind, name, point_in, point_out, d_out, affine in cases:
        weights, x = drawn(random, d_out)
        folder = emptied(out / repo / kind / name)
        stored = {key.replace("W_", "w_"): value for key, value in weights.items()}
        latents, reconstruction = jump_relu(weights, x)
        if affine:
            stored["affine_skip_connection"] = np.round(random.standard_normal((D_IN, d_out)) * 4) / 16
            reconstruction = reconstruction + x @ stored["affine_skip_connection"]
        save_file({key: value.astype(np.float32) for key, value in stored.items()}, folder / "params.safetensors")
        write_json(folder / "config.json", {
            "hf_hook_point_in": point_in, "hf_hook_point_out": point_out or point_in, "width": D_SAE,
            "model_name": "google/gemma-3-270m-pt", "architecture": "jump_relu", "l0": 20, "affine_connection": affine})
        saelens = by_saelens(loaders.gemma_3_sae_huggingface_loader, out / repo, "google/" + repo, f"{kind}/{name}", x, D_IN)
        record(folder, x, (latents, reconstruction), saelens, f"{point_in} to {point_out or point_in}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("indexer/lm/src/test/resources/sae"))
    out = parser.parse_args().out
    random = np.random.default_rng(SEED)
    first_generation(out, random)
    second_generation(out, random)


if __name__ == "__main__":
    main()
