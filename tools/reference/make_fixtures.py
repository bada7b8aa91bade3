"""Writes the tiny models of the runtime's tests, with reference values computed by transformers and TransformerLens.

Usage:  python tools/reference/make_fixtures.py [--out indexer/lm/src/test/resources] [NAME ...]

`fixtures/families.py` lists one or two models of each family, and two more have tokenizers:

  tiny-llama          Llama, fp32, one file: grouped-query attention, a head width that is not hidden/heads, untied lm_head,
                      SentencePiece-style BPE with byte fallback
  tiny-gpt2-sharded   GPT-2, one bf16 and one fp16 shard, names without the "transformer." prefix, mask buffers left in,
                      n_inner null, tied embeddings, byte-level BPE

The weights are random with a fixed seed; all parameters, norms and biases among them, are drawn, so that a part that is left
out shows. Each folder gets reference.safetensors (tensors textN.input_ids int32, textN.logits and textN.<hook> fp32, rows are
token positions; hook names are those of TransformerLens), reference.json (texts, tokens, versions), where TransformerLens
can convert the model transformer_lens.safetensors (the first text as it runs it), and where transformers 4 spelled the
configuration otherwise config.transformers4.json.
"""
import argparse
import pathlib

import torch
import transformers
from fixtures import families, lens
from fixtures.recording import SEED, Recorder, drawn_ids, randomise, write_json, write_reference
from fixtures.tiny_tokenizers import byte_level_tokenizer, sentencepiece_style_tokenizer
from safetensors.torch import save_file

LLAMA_TEXTS = [
    "the cat read it.",
    "naïve 猫 🙂 → two\n\ttabs",
    "when the numbers stopped, the miller counted the tokens on the red line: one, two, three, and then a whole stream of text.",
]
GPT2_TEXTS = ["the red cat.", "Ünïcode: 雨, 🌧️!"]


def make(folder, family):
    """A model of one family without a tokenizer: its texts are drawn."""
    folder.mkdir(parents=True, exist_ok=True)
    model = family.model(family.config).eval()
    randomise(model)
    saved = model.base_model if family.bare else model
    saved.to(family.dtype).save_pretrained(folder, max_shard_size=family.shard_bytes)
    (folder / "generation_config.json").unlink(missing_ok=True)
    if family.old_spelling:
        write_old_spelling(folder, model.config, family.old_spelling)
    loaded = load(family.model, folder)
    texts = [{"input_ids": drawn_ids(families.VOCABULARY, length, SEED + number)}
             for number, length in enumerate((9, families.LONG_TEXT))]
    recorder = Recorder(loaded, family.embedding, family.blocks, family.sites)
    write_reference(folder, loaded, recorder, texts, brief={1}, lens=family.lens and family.lens(loaded))


def write_old_spelling(folder, config, changes):
    old = config.to_dict() | {"transformers_version": "4.46.0"}
    for name, value in changes.items():
        old.pop(name, None)
        if value is not None:
            old[name] = None if value == "null" else value
    write_json(folder / "config.transformers4.json", old)


def load(model, folder):
    return model.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()


def tokenized(texts, tokenizer, bos):
    result = []
    for text in texts:
        encoding = tokenizer.encode(text, add_special_tokens=False)
        if tokenizer.decode(encoding.ids) != text:
            raise SystemExit(f"{text!r} does not survive the tokenizer: {tokenizer.decode(encoding.ids)!r}")
        ids = [bos] + encoding.ids
        result.append({"text": text, "input_ids": ids, "tokens": [tokenizer.id_to_token(one) for one in ids]})
    return result


def make_tiny_llama(folder):
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = sentencepiece_style_tokenizer(320)
    config = transformers.LlamaConfig(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=16, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
        head_dim=6, intermediate_size=28, max_position_embeddings=128, rms_norm_eps=1e-5, hidden_act="silu",
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
    loaded = load(transformers.LlamaForCausalLM, folder)
    recorder = Recorder(loaded, "model.embed_tokens", "model.layers", families.LLAMA)
    write_reference(folder, loaded, recorder, tokenized(LLAMA_TEXTS, tokenizer, 1), {1, 2}, lens.llama(loaded))


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
    loaded = load(transformers.GPT2LMHeadModel, folder)
    recorder = Recorder(loaded, "transformer.wte", "transformer.h", families.GPT2)
    write_reference(folder, loaded, recorder, tokenized(GPT2_TEXTS, tokenizer, 0), {1}, lens.gpt2(loaded))


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
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these")
    arguments = parser.parse_args()
    makers = {"tiny-llama": make_tiny_llama, "tiny-gpt2-sharded": make_tiny_gpt2_sharded}
    for name, family in families.FAMILIES.items():
        makers[name] = lambda folder, family=family: make(folder, family())
    for name in arguments.names or makers:
        makers[name](arguments.out / name)


if __name__ == "__main__":
    main()
