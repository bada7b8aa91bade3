"""Writes the tiny models of the runtime's tests, with reference values computed by Hugging Face transformers.

Usage:  python tools/reference/make_fixtures.py [--out indexer/lm/src/test/resources]

  tiny-llama          Llama, fp32, one file: grouped-query attention, a head width that is not hidden/heads, untied lm_head,
                      SentencePiece-style BPE with byte fallback
  tiny-gpt2-sharded   GPT-2, one bf16 and one fp16 shard, names without the "transformer." prefix, mask buffers left in,
                      n_inner null, tied embeddings, byte-level BPE

The weights are random with a fixed seed; all parameters, norms and biases among them, are drawn, so that a part that is left
out shows. Each folder gets reference.safetensors (tensors textN.input_ids int32, textN.logits and textN.<hook> fp32, rows are
token positions; hook names and shapes are those of TransformerLens) and reference.json (texts, tokens, versions).
"""
import argparse
import json
import pathlib
import platform

import safetensors
import tokenizers
import torch
import transformers
from safetensors.torch import save_file
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

SEED = 20261121
WEIGHT_STD = 0.2

# What the tokenizers learn from; written for this purpose.
SENTENCES = [
    "the red kite hung over the mill, and the miller's cat watched it.",
    "a neuron fires when the text mentions rain; another fires after a comma.",
    "she counted the tokens: one, two, three, and then the whole line.",
    "when the train stopped, nobody was on the platform but the cat.",
    "the shortest path between two layers is the residual stream.",
    "we read the same line twice and the second time it meant more.",
    "no model reads a text; it reads numbers, and the numbers read the text.",
]

LLAMA_TEXTS = [
    "the cat read it.",
    "naïve 猫 🙂 → two\n\ttabs",
    "when the numbers stopped, the miller counted the tokens on the red line: one, two, three, and then a whole stream of text.",
]
GPT2_TEXTS = ["the red cat.", "Ünïcode: 雨, 🌧️!"]


def sentencepiece_style_tokenizer(vocabulary_size):
    """As Llama's: ids 0-2 special, 256 byte tokens, then pieces with ▁ for the space; unknown characters fall back to bytes."""
    normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    learner = Tokenizer(models.BPE())
    learner.normalizer = normalizer
    learner.pre_tokenizer = pre_tokenizers.Split("▁", "merged_with_next")
    learner.train_from_iterator(SENTENCES, trainers.BpeTrainer(vocab_size=vocabulary_size - 259, show_progress=False))
    learned = json.loads(learner.to_str())["model"]
    vocabulary = {"<unk>": 0, "<s>": 1, "</s>": 2}
    vocabulary |= {f"<0x{byte:02X}>": 3 + byte for byte in range(256)}
    vocabulary |= {piece: 259 + number for piece, number in learned["vocab"].items()}
    merges = [tuple(merge) for merge in learned["merges"]]
    result = Tokenizer(models.BPE(vocab=vocabulary, merges=merges, unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    result.add_special_tokens(["<unk>", "<s>", "</s>"])
    result.normalizer = normalizer
    result.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    result.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    return result


def byte_level_tokenizer(vocabulary_size):
    """As GPT-2's: <|endoftext|> is id 0, then the 256 bytes and what was learned."""
    result = Tokenizer(models.BPE())
    result.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    result.decoder = decoders.ByteLevel()
    result.post_processor = processors.ByteLevel(trim_offsets=False)
    result.train_from_iterator(SENTENCES, trainers.BpeTrainer(
        vocab_size=vocabulary_size, special_tokens=["<|endoftext|>"], show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    return result


def randomise(model):
    """Every parameter from one seeded stream: norm weights around 1, all others around 0."""
    generator = torch.Generator().manual_seed(SEED)
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            is_norm_weight = ("norm" in name or "ln_" in name) and name.endswith("weight")
            parameter.copy_(torch.randn(parameter.shape, generator=generator) * WEIGHT_STD + (1 if is_norm_weight else 0))


class Recorder:
    """Keeps what flows into or out of modules, under TransformerLens names, [batch, pos, ...]."""

    def __init__(self):
        self.values = {}

    def output(self, module, name):
        module.register_forward_hook(lambda _, __, out: self._keep(name, out[0] if isinstance(out, tuple) else out))

    def input(self, module, name, heads=None):
        def keep(_, args, kwargs):
            value = args[0] if args else kwargs["hidden_states"]
            self._keep(name, value if heads is None else value.unflatten(-1, (heads, -1)))
        module.register_forward_pre_hook(keep, with_kwargs=True)

    def _keep(self, name, value):
        self.values[name] = value.detach().clone()


def record_llama(model):
    recorder = Recorder()
    recorder.output(model.model.embed_tokens, "hook_embed")
    for number, layer in enumerate(model.model.layers):
        block = f"blocks.{number}."
        recorder.input(layer, block + "hook_resid_pre")
        recorder.input(layer.self_attn.o_proj, block + "attn.hook_z", model.config.num_attention_heads)
        recorder.output(layer.self_attn, block + "hook_attn_out")
        recorder.input(layer.post_attention_layernorm, block + "hook_resid_mid")
        recorder.output(layer.mlp.gate_proj, block + "mlp.hook_pre")
        recorder.output(layer.mlp.up_proj, block + "mlp.hook_pre_linear")
        recorder.input(layer.mlp.down_proj, block + "mlp.hook_post")
        recorder.output(layer.mlp, block + "hook_mlp_out")
        recorder.output(layer, block + "hook_resid_post")
    return recorder


def record_gpt2(model):
    recorder = Recorder()
    recorder.output(model.transformer.wte, "hook_embed")
    recorder.output(model.transformer.wpe, "hook_pos_embed")
    for number, layer in enumerate(model.transformer.h):
        block = f"blocks.{number}."
        recorder.input(layer, block + "hook_resid_pre")
        recorder.input(layer.attn.c_proj, block + "attn.hook_z", model.config.n_head)
        recorder.output(layer.attn, block + "hook_attn_out")
        recorder.input(layer.ln_2, block + "hook_resid_mid")
        recorder.output(layer.mlp.c_fc, block + "mlp.hook_pre")
        recorder.input(layer.mlp.c_proj, block + "mlp.hook_post")
        recorder.output(layer.mlp, block + "hook_mlp_out")
        recorder.output(layer, block + "hook_resid_post")
    return recorder


def write_reference(folder, model, recorder, tokenizer, bos, texts, brief=()):
    """Each text alone, [pos, ...]. Texts whose number is in `brief` keep only logits and the last residual, to stay small."""
    last = f"blocks.{model.config.num_hidden_layers - 1}.hook_resid_post"
    tensors, described, logits = {}, [], []
    for number, text in enumerate(texts):
        encoding = tokenizer.encode(text, add_special_tokens=False)
        if tokenizer.decode(encoding.ids) != text:
            raise SystemExit(f"{folder.name}: text {number} does not survive the tokenizer: {tokenizer.decode(encoding.ids)!r}")
        ids = [bos] + encoding.ids
        recorder.values.clear()
        with torch.no_grad():
            logits.append(model(torch.tensor([ids])).logits[0])
        hooks = {last: recorder.values[last]} if number in brief else recorder.values
        tensors |= {f"text{number}.{name}": value[0].clone() for name, value in hooks.items()}
        tensors[f"text{number}.input_ids"] = torch.tensor(ids, dtype=torch.int32)
        tensors[f"text{number}.logits"] = logits[-1].clone()
        described.append({"key": f"text{number}", "text": text, "input_ids": ids,
                          "tokens": [tokenizer.id_to_token(one) for one in ids], "hooks": list(hooks)})
    for name, value in tensors.items():
        if not torch.isfinite(value).all():
            raise SystemExit(f"{folder.name}: {name} is not finite")
    save_file(tensors, folder / "reference.safetensors", metadata={"format": "pt"})
    write_json(folder / "reference.json", {
        "model": folder.name, "dtype": "float32", "seed": SEED,
        "note": "tensors are named textN.input_ids (int32), textN.logits, textN.<hook>; rows are token positions; "
                "each text was run alone, with the beginning-of-text token in front",
        "difference_when_run_as_one_padded_batch": batch_difference(model, [text["input_ids"] for text in described], logits),
        "versions": {"python": platform.python_version(), "torch": torch.__version__, "transformers": transformers.__version__,
                     "tokenizers": tokenizers.__version__, "safetensors": safetensors.__version__},
        "texts": described})


def batch_difference(model, rows, logits):
    """Largest difference of the logits when all texts run as one batch, padded on the right."""
    longest = max(len(row) for row in rows)
    padded = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
    with torch.no_grad():
        batch = model(padded, attention_mask=mask).logits
    return max((batch[i, : len(row)] - logits[i]).abs().max().item() for i, row in enumerate(rows))


def write_json(path, value):
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def make_tiny_llama(folder):
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = sentencepiece_style_tokenizer(320)
    config = transformers.LlamaConfig(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=32, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2,
        head_dim=12, intermediate_size=48, max_position_embeddings=128, rms_norm_eps=1e-5, hidden_act="silu",
        rope_parameters={"rope_type": "default", "rope_theta": 500000.0},
        bos_token_id=1, eos_token_id=2, tie_word_embeddings=False, attn_implementation="eager")
    model = transformers.LlamaForCausalLM(config).eval()
    randomise(model)
    model.save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    write_json(folder / "tokenizer_config.json", {
        "tokenizer_class": "LlamaTokenizer", "add_bos_token": True, "add_eos_token": False, "bos_token": "<s>",
        "eos_token": "</s>", "unk_token": "<unk>", "model_max_length": 128})
    loaded = transformers.LlamaForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    write_reference(folder, loaded, record_llama(loaded), tokenizer, 1, LLAMA_TEXTS, brief={2})


def make_tiny_gpt2_sharded(folder):
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = byte_level_tokenizer(280)
    config = transformers.GPT2Config(
        vocab_size=tokenizer.get_vocab_size(), n_embd=16, n_layer=2, n_head=2, n_positions=32, activation_function="gelu_new",
        bos_token_id=0, eos_token_id=0, attn_pdrop=0.0, embd_pdrop=0.0, resid_pdrop=0.0, attn_implementation="eager")
    model = transformers.GPT2LMHeadModel(config).eval()
    randomise(model)
    write_shards(folder, model.transformer, config)
    config.architectures = ["GPT2LMHeadModel"]
    config.save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    write_json(folder / "tokenizer_config.json", {
        "tokenizer_class": "GPT2Tokenizer", "add_prefix_space": False, "bos_token": "<|endoftext|>",
        "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "model_max_length": 32})
    loaded = transformers.GPT2LMHeadModel.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    write_reference(folder, loaded, record_gpt2(loaded), tokenizer, 0, GPT2_TEXTS)


def write_shards(folder, transformer, config):
    """The first layer and the embeddings in bf16, the rest in fp16, as the state of the bare transformer (no prefix)."""
    first, second = {}, {}
    for name, value in transformer.state_dict().items():
        in_second = name.startswith(("h.1.", "ln_f."))
        (second if in_second else first)[name] = value.to(torch.float16 if in_second else torch.bfloat16).contiguous()
    positions = config.n_positions
    # The original GPT-2 files hold the causal mask as a buffer; a reader has to pass over it.
    first["h.0.attn.bias"] = torch.ones(positions, positions, dtype=torch.bfloat16).tril().view(1, 1, positions, positions)
    names = ["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"]
    for name, shard in zip(names, (first, second)):
        save_file(shard, folder / name, metadata={"format": "pt"})
    size = sum(value.numel() * value.element_size() for shard in (first, second) for value in shard.values())
    write_json(folder / "model.safetensors.index.json", {
        "metadata": {"total_size": size},
        "weight_map": {key: name for name, shard in zip(names, (first, second)) for key in sorted(shard)}})


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("indexer/lm/src/test/resources"))
    out = parser.parse_args().out
    make_tiny_llama(out / "tiny-llama")
    make_tiny_gpt2_sharded(out / "tiny-gpt2-sharded")


if __name__ == "__main__":
    main()
