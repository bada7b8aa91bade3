#!/usr/bin/env python3
"""Turns an SAE in a PyTorch file (.pt, .pth) into a folder that Featurescope reads: tensors as safetensors, the rest as JSON.

    python tools/convert/convert_sae.py ae.pt --out my-sae
    python tools/convert/convert_sae.py 8.pt --out resid-8 --location resid_post_mlp --layer 8
    python tools/convert/convert_sae.py layer12.sae.pt --out qwen-12 --source qwen-scope --hook blocks.12.hook_resid_post --k 50

A .pt file is a pickle, and a pickle can run any program. This script reads it with torch.load(weights_only=True), which only makes
tensors, numbers, texts, lists and dictionaries; a file that needs more is refused. Needs torch (2.6 or newer) and safetensors; nothing is downloaded.

It changes nothing: tensors keep their names, types and shapes. What an SAE needs besides tensors (which source, which class, k, hook
point) is found in the file, in a configuration beside it (config.json, or NAME_cfg.json), or asked for.
"""
import argparse
import hashlib
import json
import pathlib
import pickle
import re
import sys

import torch
from safetensors.torch import save_file

LOCATIONS = {
    "mlp_post_act": "mlp.hook_post",
    "resid_delta_attn": "hook_attn_out",
    "resid_post_attn": "hook_resid_mid",
    "resid_delta_mlp": "hook_mlp_out",
    "resid_post_mlp": "hook_resid_post",
}

# Names that a source's state dictionary has; the longest match wins, so that the names of one may be a part of another's.
SIGNATURES = {
    ("openai", None): {"pre_bias", "latent_bias", "encoder.weight", "decoder.weight"},
    ("dictionary_learning", "AutoEncoder"): {"bias", "encoder.weight", "encoder.bias", "decoder.weight"},
    ("dictionary_learning", "GatedAutoEncoder"): {"decoder_bias", "r_mag", "gate_bias", "mag_bias", "encoder.weight", "decoder.weight"},
    ("dictionary_learning", None): {"b_dec", "k", "threshold", "encoder.weight", "encoder.bias", "decoder.weight"},
    ("dictionary_learning", "MatryoshkaBatchTopKSAE"): {"W_enc", "b_enc", "W_dec", "b_dec", "k", "threshold", "group_sizes"},
    ("dictionary_learning", "JumpReluAutoEncoder"): {"W_enc", "b_enc", "W_dec", "b_dec", "threshold"},
    ("goodfire", None): {"encoder_linear.weight", "encoder_linear.bias", "decoder_linear.weight", "decoder_linear.bias"},
    (None, "encoder, decoder"): {"encoder.weight", "encoder.bias", "decoder.weight", "decoder.bias"},
    (None, "W_enc, W_dec"): {"W_enc", "b_enc", "W_dec", "b_dec"},
}
SOURCES = ["openai", "dictionary_learning", "qwen-scope", "goodfire", "deepseek-r1", "hook-z"]
CLASSES = ["AutoEncoder", "AutoEncoderNew", "GatedAutoEncoder", "JumpReluAutoEncoder", "AutoEncoderTopK", "BatchTopKSAE",
           "MatryoshkaBatchTopKSAE"]


def load(path):
    if tuple(int(part) for part in torch.__version__.split("+")[0].split(".")[:2]) < (2, 6):
        sys.exit(f"torch {torch.__version__} can be made to run a program even so (CVE-2025-32434); use 2.6 or newer")
    if not path.is_file():
        sys.exit(f"{path}: not found")
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        # its own message recommends to load the file nevertheless
        needed = re.search(r"GLOBAL (\S+)", str(error))
        sys.exit(f"{path}: " + (f"needs {needed[1]}, which is a program and not a tensor" if needed else "is no file of torch.save")
                 + "; ask whoever made it for its state dictionary, saved with torch.save(sae.state_dict(), ...)")
    except Exception as error:
        sys.exit(f"{path}: is no whole file of torch.save ({type(error).__name__}: {error}); download or copy it again")
    if not isinstance(state, dict):
        sys.exit(f"{path}: holds a {type(state).__name__}, not a state dictionary; save it with torch.save(sae.state_dict(), ...)")
    return state


def configuration(path, given):
    """What lies beside the file: config.json of dictionary_learning, or NAME_cfg.json."""
    named = path.with_name(path.name.split(".pt")[0] + "_cfg.json")
    for candidate in [given] if given else [named, path.with_name("config.json")]:
        if candidate.exists():
            return json.loads(candidate.read_text(encoding="utf-8"))
    return {}


def recognise(names, config):
    """(source, class), each None where it cannot be told."""
    if "act_name" in config:
        return "hook-z", None
    trained_as = config.get("trainer", {}).get("dict_class")
    if trained_as:
        return "dictionary_learning", trained_as
    matching = [key for key, needed in SIGNATURES.items() if needed <= names]
    return max(matching, key=lambda key: len(SIGNATURES[key]), default=(None, None))


def described(path, state, config, given):
    """What sae.json says."""
    tensors = {name: value for name, value in state.items() if isinstance(value, torch.Tensor)}
    source, cls = recognise(set(tensors), config)
    source = given.source or source
    if source is None:
        sys.exit(f"{path}: its tensors {sorted(tensors)} could be of several sources; say which with --source, one of {SOURCES}")
    about = {"source": source, "file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    if source == "dictionary_learning":
        about["dict_class"] = given.dict_class or cls or ask(path, "--dict-class, one of " + ", ".join(CLASSES))
    if source == "openai":
        about |= openai_activation(state)
    k = given.k if given.k else about.get("k", tensors["k"].item() if "k" in tensors else None)
    if k is not None:
        about["k"] = k
    elif source == "qwen-scope":
        ask(path, "--k; the repository's name says it, as in W32K-L0_50")
    hook = hook_point(path, config, given)
    if hook:
        about["hook"] = hook
    about["state"] = {name: plain(value) for name, value in state.items() if name not in tensors}
    about["config"] = config
    return about, tensors


def openai_activation(state):
    activation = state.get("activation", "ReLU")
    settings = state.get("activation_state_dict", {})
    # the library takes TopK for a sign that inputs are layer-normed; so it is in all that was published
    about = {"activation": activation, "layer_norm": activation == "TopK"}
    return about | {name: plain(settings[name]) for name in ("k", "postact_fn") if name in settings}


def plain(value):
    if isinstance(value, torch.Tensor):
        return value.tolist()
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def hook_point(path, config, given):
    if given.hook:
        return given.hook
    if given.location:
        layer = given.layer if given.layer is not None else ask(path, "--layer, which --location needs")
        return f"blocks.{layer}.{LOCATIONS[given.location]}"
    return config.get("act_name")


def ask(path, option):
    sys.exit(f"{path}: this cannot be told from the file; say {option}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=pathlib.Path, help="the .pt or .pth file")
    parser.add_argument("--out", type=pathlib.Path, required=True, help="the folder to write; made if it is not there")
    parser.add_argument("--source", choices=SOURCES, help="where it comes from, if that cannot be told")
    parser.add_argument("--hook", help="where it reads, a TransformerLens name: blocks.8.hook_resid_post")
    parser.add_argument("--location", choices=LOCATIONS, help="where it reads, as OpenAI calls it; with --layer")
    parser.add_argument("--layer", type=int)
    parser.add_argument("--k", type=int, help="active latents of a TopK SAE")
    parser.add_argument("--dict-class", choices=CLASSES, help="class of dictionary_learning, where config.json does not say it")
    parser.add_argument("--config", type=pathlib.Path, help="its configuration, if it does not lie beside the file")
    given = parser.parse_args()
    about, tensors = described(given.file, load(given.file), configuration(given.file, given.config), given)
    given.out.mkdir(parents=True, exist_ok=True)
    save_file({name: value.detach().contiguous().clone() for name, value in tensors.items()}, given.out / "sae.safetensors")
    (given.out / "sae.json").write_text(json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{given.out}: {about['source']}" + (f", {about['dict_class']}" if "dict_class" in about else "")
          + f", {about.get('hook', 'no hook point')}; {len(tensors)} tensors")


if __name__ == "__main__":
    main()
