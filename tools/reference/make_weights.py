"""What the weights of models and SAEs say of features, computed with torch and numpy alone.

    python tools/reference/make_weights.py

Reads the demo model with its SAEs and the small models of the test resources; writes weights/weights.json beside the latter.
"""
import json
from pathlib import Path

import torch
import transformers
from safetensors.torch import load_file

ROOT = Path(__file__).parents[2]
RESOURCES = ROOT / "indexer/lm/src/test/resources"
DEMO = ROOT / "demo/babel-4l"
KEPT = 10


def norm_weight(norm):
    """Of the final norm or one behind a half of a block."""
    return norm.weight.detach() + (1 if "Gemma" in type(norm).__name__ else 0)


def module(model, *endings):
    """The one module of the language model whose name ends with one of the endings."""
    found = [value for name, value in model.named_modules()
             if "vision" not in name and any(f".{name}".endswith(f".{ending}") for ending in endings)]
    assert len(found) == 1, (endings, found)
    return found[0]


def matrix(linear):
    """[out, in], also of GPT-2's transposed kind."""
    return linear.weight.detach().T if type(linear).__name__ == "Conv1D" else linear.weight.detach()


class Weights:
    """Of one model."""

    def __init__(self, folder):
        loaded = transformers.AutoConfig.from_pretrained(folder)
        kind = (transformers.Gemma3ForConditionalGeneration if loaded.model_type == "gemma3"
                else transformers.AutoModelForCausalLM)
        self.model = kind.from_pretrained(folder, dtype=torch.float32)
        self.layers = getattr(loaded, "text_config", loaded).num_hidden_layers
        self.family = loaded.model_type
        self.final = module(self.model, "ln_f", "final_layer_norm", "model.norm", "language_model.norm")
        self.unembedding = self.model.get_output_embeddings().weight.detach()

    def part(self, layer, *endings):
        return module(self.model, *(f"{blocks}.{layer}.{ending}" for blocks in ("h", "layers") for ending in endings))

    def behind(self, layer, ending):
        """The weight of the norm behind a half of a block; 1 where there is none."""
        has = self.family.startswith(("gemma", "olmo2"))
        return norm_weight(self.part(layer, ending)) if has else 1

    def neurons(self, layer):
        read = matrix(self.part(layer, "mlp.c_fc", "mlp.dense_h_to_4h", "mlp.gate_proj"))
        write = matrix(self.part(layer, "mlp.c_proj", "mlp.dense_4h_to_h", "mlp.down_proj")).T
        return read, write * self.behind(layer, "post_feedforward_layernorm")

    def heads(self, layer):
        write = matrix(self.part(layer, "attn.c_proj", "attn.attention.out_proj", "attention.dense", "self_attn.o_proj")).T
        return write * self.behind(layer, "post_attention_layernorm")

    def effects(self, rows):
        if "LayerNorm" in type(self.final).__name__:
            rows = rows - rows.mean(-1, keepdim=True)
        return (rows * norm_weight(self.final)) @ self.unembedding.T


def sae(folder):
    tensors = load_file(folder / "sae_weights.safetensors")
    return tensors["W_enc"].T.contiguous(), tensors["W_dec"]


def numbers(values):
    return [float(f"{value:.7g}") for value in values]


def describe(weights, read, write, index, plain=False):
    """`plain`: a dimension of the residual stream, which has no norms."""
    effects = weights.effects(write[index : index + 1])[0]
    top, bottom = effects.topk(min(KEPT, len(effects))), (-effects).topk(min(KEPT, len(effects)))
    return {
        "index": index,
        "inputNorm": None if read is None else float(read[index].norm()),
        "outputNorm": None if plain else float(write[index].norm()),
        "cosine": None if read is None else float(torch.nn.functional.cosine_similarity(read[index], write[index], dim=0)),
        "top": top.indices.tolist(), "topEffects": numbers(top.values),
        "bottom": bottom.indices.tolist(), "bottomEffects": numbers(-bottom.values),
        "above0": int((effects > 0).sum()),
    }


def some(count, wanted):
    return sorted({i * (count - 1) // (wanted - 1) for i in range(wanted)})


def of_model(folder):
    weights = Weights(folder)
    last = weights.layers - 1
    eye = torch.eye(weights.unembedding.shape[1])
    places = {f"blocks.{last}.mlp.hook_post": (*weights.neurons(last), False),
              "blocks.0.attn.hook_z": (None, weights.heads(0), False),
              f"blocks.{last}.hook_resid_post": (None, eye, True)}
    return {name: [describe(weights, read, write, index, plain) for index in some(len(write), 3)]
            for name, (read, write, plain) in places.items()}


def nearest(scores, count=KEPT):
    found = scores.topk(count)
    return {"indices": found.indices.tolist(), "values": numbers(found.values)}


def similar(sources, number, index):
    """Neighbours in the own source, and in all others, whose features are numbered through."""
    row = torch.nn.functional.normalize(sources[number][index], dim=0)
    cosines = [torch.nn.functional.normalize(rows, dim=-1) @ row for rows in sources]
    own = cosines[number].clone()
    own[index] = -2
    cosines[number] = torch.full_like(own, -2)
    return {"own": nearest(own), "others": nearest(torch.cat(cosines))}


def of_demo():
    weights = Weights(DEMO)
    sources = [(f"{layer}-mlp", *weights.neurons(layer)) for layer in range(weights.layers)]
    sources += [(name, *sae(DEMO / "saes" / name)) for name in ("mlp-out-1-jumprelu", "resid-post-2-topk")]
    written = [write for _, _, write in sources]
    return {name: [describe(weights, read, write, index) | similar(written, number, index) for index in some(len(write), 5)]
            for number, (name, read, write) in enumerate(sources)}


def correlations():
    """Of the neurons of all layers of the demo model, over all tokens of some recorded texts but the first of each."""
    recorded = load_file(DEMO / "reference.safetensors")
    texts = sorted(name.split(".")[0] for name in recorded if name.endswith("blocks.0.mlp.hook_post"))
    layers = [torch.cat([recorded[f"{text}.blocks.{layer}.mlp.hook_post"][1:] for text in texts]) for layer in range(4)]
    table = torch.corrcoef(torch.cat(layers, 1).T.double())
    table.fill_diagonal_(-2)
    return {"texts": texts, "tokens": len(layers[0]),
            "coactive": [{"index": index} | nearest(table[index]) for index in some(len(table), 9)]}


def main():
    folders = sorted(path.parent for path in RESOURCES.glob("tiny-*/config.json"))
    value = {"models": {folder.name: of_model(folder) for folder in folders}, "demo": of_demo(), "correlations": correlations(),
             "versions": {"torch": torch.__version__, "transformers": transformers.__version__}}
    target = RESOURCES / "weights/weights.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(value) + "\n", encoding="utf-8")
    print(target, target.stat().st_size)


if __name__ == "__main__":
    main()
