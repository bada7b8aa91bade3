"""Makes what two programs can be compared on: an SAE of any size for a model, and contexts that both read as the same tokens.

Usage:  python tools/bench/random_sae.py MODEL CORPUS.jsonl[.gz] OUT [--latents 24576] [--l0 32] [--contexts 2048]

Writes into OUT:
  sae/            JumpReLU in SAELens' layout at --hook. Encoder rows are random directions, decoder rows the same; the threshold of each
                  latent is its (1 - l0 / latents) quantile over the tokens below, so that none is dead and --l0 are active per token.
                  It reconstructs badly (`--accept-suspect`), but costs what a trained one of its size and sparsity costs.
  corpus.jsonl    one document for each context; its text gives exactly the context's tokens
  tokens.npy      the same contexts, [contexts, 128], the beginning-of-text token in front
"""
import argparse
import gzip
import json
import pathlib

import numpy
import torch
import transformers
from safetensors.torch import save_file
from tokenizers import Tokenizer

CONTEXT_TOKENS = 128
SAMPLE_CONTEXTS = 192


def read_contexts(path, tokenizer, bos, wanted):
    """Full contexts whose text, read again, gives the same tokens."""
    contexts, texts = [], []
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            ids = tokenizer.encode(json.loads(line)["text"], add_special_tokens=False).ids
            for start in range(0, len(ids) - CONTEXT_TOKENS + 2, CONTEXT_TOKENS - 1):
                piece = ids[start:start + CONTEXT_TOKENS - 1]
                text = tokenizer.decode(piece, skip_special_tokens=False)
                if tokenizer.encode(text, add_special_tokens=False).ids == piece:
                    contexts.append([bos] + piece)
                    texts.append(text)
            if len(contexts) >= wanted:
                break
    return numpy.array(contexts[:wanted]), texts[:wanted]


def read_hook(model, layer, contexts):
    """hook_resid_post of a layer at all but the first positions, [tokens, dModel]."""
    blocks = model.transformer.h if hasattr(model, "transformer") else model.model.layers
    seen = []
    handle = blocks[layer].register_forward_hook(lambda _, __, out: seen.append((out[0] if isinstance(out, tuple) else out)[:, 1:]))
    with torch.inference_mode():
        for start in range(0, len(contexts), 32):
            model.base_model(input_ids=torch.from_numpy(contexts[start:start + 32]), use_cache=False)
    handle.remove()
    return torch.cat(seen).flatten(0, 1)


def make_sae(x, latents, l0, generator):
    directions = torch.nn.functional.normalize(torch.randn(latents, x.shape[1], generator=generator), dim=1)
    mean = x.mean(dim=0)
    threshold = torch.cat([torch.quantile((x - mean) @ part.T, 1 - l0 / latents, dim=0) for part in directions.split(1024)])
    return {"W_enc": directions.T.contiguous(), "W_dec": directions, "b_enc": torch.zeros(latents), "b_dec": mean,
            "threshold": threshold.clamp(min=1e-3)}


def write_sae(folder, weights, layer):
    folder.mkdir(parents=True, exist_ok=True)
    save_file(weights, folder / "sae_weights.safetensors")
    latents, width = weights["W_dec"].shape
    (folder / "cfg.json").write_text(json.dumps({
        "architecture": "jumprelu", "d_in": width, "d_sae": latents, "dtype": "float32", "device": "cpu", "apply_b_dec_to_input": True,
        "normalize_activations": "none", "reshape_activations": "none",
        "metadata": {"sae_lens_version": "6.0.0", "hook_name": f"blocks.{layer}.hook_resid_post", "prepend_bos": True, "context_size": CONTEXT_TOKENS}}, indent=1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("corpus", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--layer", type=int, default=2)
    parser.add_argument("--latents", type=int, default=24576)
    parser.add_argument("--l0", type=float, default=32)
    parser.add_argument("--contexts", type=int, default=2048)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(arguments.model / "tokenizer.json"))
    bos = json.loads((arguments.model / "tokenizer_config.json").read_text(encoding="utf-8"))["bos_token"]
    contexts, texts = read_contexts(arguments.corpus, tokenizer, tokenizer.token_to_id(bos), arguments.contexts)
    model = transformers.AutoModelForCausalLM.from_pretrained(arguments.model, dtype=torch.float32).eval()
    generator = torch.Generator().manual_seed(arguments.seed)
    x = read_hook(model, arguments.layer, contexts[:: max(1, len(contexts) // SAMPLE_CONTEXTS)])
    write_sae(arguments.out / "sae", make_sae(x, arguments.latents, arguments.l0, generator), arguments.layer)
    numpy.save(arguments.out / "tokens.npy", contexts)
    with open(arguments.out / "corpus.jsonl", "w", encoding="utf-8") as lines:
        for number, text in enumerate(texts):
            lines.write(json.dumps({"id": f"context-{number:06d}", "text": text}, ensure_ascii=False) + "\n")
    print(f"{len(contexts)} contexts, {contexts[:, 1:].size} counted tokens; thresholds from {len(x)} tokens")


if __name__ == "__main__":
    main()
