"""Writes tiny tokenizers in the layouts that models are published with, and what the library makes of difficult texts.

Usage:  python tools/reference/make_tokenizers.py [--out indexer/lm/src/test/resources/tokenizers]

  llama3             byte-level: Split by Llama 3's expression and ByteLevel, the beginning-of-text token in a template
  qwen               byte-level: NFC, Split, ByteLevel; chat marks; an added token that is text
  neox               byte-level: NFC, ByteLevel; runs of spaces as added tokens, as Pythia has them
  metaspace-first    SentencePiece-style as newer exports of Llama: Metaspace puts a space in front of a text only
  metaspace-always   the same, also behind a special token, as older exports of Mistral
  metaspace-never    the same, never
  gemma              SentencePiece-style, Replace as normalizer, no space in front, runs of ▁ and of line breaks as added tokens

Each folder gets tokenizer.json, tokenizer_config.json and expected.json: for every text its token ids (no special token put in
front), the same with what the template adds, and what those ids decode to. The texts and the vocabularies are our own.
"""
import argparse
import json
import pathlib
import platform

import tokenizers
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

# What the tokenizers learn from; written for this purpose.
SENTENCES = [
    "the miller's cat  watched the red kite, and the kite watched the cat.",
    "the train stopped at the platform;\n\tnobody was there but the cat.",
    "été, naïve, déjà vu: the café was closed.",
    "кот и мельник смотрели на кита",
    "猫が電車を見た。猫は猫。",
    "العَرَبِيَّة العَرَبِيَّة",
    "👩🏽‍🚀 and 👩🏽‍🚀",
]

LLAMA3_SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)

# {special} is replaced by a special token of the tokenizer.
TEXTS = [
    "",
    " ",
    "   ",
    "the cat",
    " the cat ",
    "  the  cat   watched\n\n\n\n\tit\t\t.\r\n",
    "👩🏽‍🚀 🇫🇷🇩🇪 zwj\u200d here, \u200dthere",
    "猫が電車を見た。한국어",
    "кот Ёлка",
    "العَرَبِيَّة",
    "हिन्दी क्षत्रिय",
    "decomposed e\u0301 and a\u030a, composed é and å",
    "a\u0000b",
    "\ufeffmark",
    "\ue000 private, \U0010ffff last",
    "{special}the cat",
    "the{special}cat",
    "the {special} cat{special}",
    "<think>the cat</think>",
]


def byte_level(size, special, normalizer=None, split=False):
    tokenizer = Tokenizer(models.BPE())
    if normalizer:
        tokenizer.normalizer = normalizer
    bytes_only = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=not split)
    tokenizer.pre_tokenizer = (
        pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(LLAMA3_SPLIT), "isolated"), bytes_only]) if split else bytes_only
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator(SENTENCES, trainer)
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in special])
    return tokenizer


def sentencepiece_style(size, special, prepare, extra=()):
    """Special tokens first, 256 byte tokens, then learned pieces with ▁ for the space."""
    learner = Tokenizer(models.BPE())
    learner.normalizer = normalizers.Replace(" ", "▁")
    learner.pre_tokenizer = pre_tokenizers.Split("▁", "merged_with_next")
    first = len(special) + 256 + len(extra)
    learner.train_from_iterator(SENTENCES, trainers.BpeTrainer(vocab_size=size - first, show_progress=False))
    learned = json.loads(learner.to_str())["model"]
    pieces = [*special, *(f"<0x{byte:02X}>" for byte in range(256)), *extra]
    pieces += [piece for piece, _ in sorted(learned["vocab"].items(), key=lambda item: item[1]) if piece not in pieces]
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    merges = [tuple(merge) for merge in learned["merges"]]
    tokenizer = Tokenizer(models.BPE(vocabulary, merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    prepare(tokenizer)
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in special])
    return tokenizer


def template(tokenizer, bos):
    return processors.TemplateProcessing(single=f"{bos} $A", special_tokens=[(bos, tokenizer.token_to_id(bos))])


def llama3():
    special = ["<|begin_of_text|>", "<|end_of_text|>", "<|eot_id|>"]
    tokenizer = byte_level(300, special, split=True)
    offsets = processors.ByteLevel(trim_offsets=False)
    tokenizer.post_processor = processors.Sequence([offsets, template(tokenizer, "<|begin_of_text|>")])
    return tokenizer, "<|eot_id|>", {"bos_token": "<|begin_of_text|>", "eos_token": "<|end_of_text|>"}


def qwen():
    tokenizer = byte_level(300, ["<|endoftext|>", "<|im_start|>", "<|im_end|>"], normalizers.NFC(), split=True)
    tokenizer.add_tokens([AddedToken(token, special=False, normalized=False) for token in ("<think>", "</think>")])
    return tokenizer, "<|im_start|>", {"add_bos_token": False, "bos_token": None, "eos_token": "<|im_end|>"}


def neox():
    tokenizer = byte_level(300, ["<|endoftext|>", "<|padding|>"], normalizers.NFC())
    tokenizer.add_tokens([AddedToken(" " * count, special=False, normalized=True) for count in (4, 3, 2)])
    return tokenizer, "<|endoftext|>", {"bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>"}


def metaspace(scheme):
    def prepare(tokenizer):
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme=scheme, split=False)

    tokenizer = sentencepiece_style(340, ["<unk>", "<s>", "</s>"], prepare)
    tokenizer.post_processor = template(tokenizer, "<s>")
    return tokenizer, "</s>", {"add_bos_token": True, "bos_token": {"__type": "AddedToken", "content": "<s>"}}


def gemma():
    def prepare(tokenizer):
        tokenizer.normalizer = normalizers.Replace(" ", "▁")
        tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")

    special = ["<pad>", "<eos>", "<bos>", "<unk>", "<start_of_turn>"]
    text = ["<unused0>", "\n", "\n\n", "\n\n\n", "▁▁", "▁▁▁"]
    tokenizer = sentencepiece_style(348, special, prepare, text)
    tokenizer.add_tokens([AddedToken(token, special=False, normalized=False) for token in text])
    tokenizer.post_processor = template(tokenizer, "<bos>")
    return tokenizer, "<start_of_turn>", {"bos_token": "<bos>", "eos_token": "<eos>"}


def expected(tokenizer, special):
    texts = []
    for text in TEXTS:
        text = text.replace("{special}", special)
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        texts.append({
            "text": text,
            "ids": ids,
            "with_template": tokenizer.encode(text).ids,
            "decoded": tokenizer.decode(ids, skip_special_tokens=False),
        })
    return texts


def write_json(path, value, **style):
    path.write_text(json.dumps(value, ensure_ascii=True, **style) + "\n", encoding="utf-8")


def write(folder, made):
    tokenizer, special, settings = made
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / "tokenizer.json", json.loads(tokenizer.to_str()), separators=(",", ":"))
    write_json(folder / "tokenizer_config.json", settings, indent=1)
    write_json(folder / "expected.json", {
        "versions": {"python": platform.python_version(), "tokenizers": tokenizers.__version__},
        "texts": expected(tokenizer, special),
    }, indent=None)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("indexer/lm/src/test/resources/tokenizers"))
    out = parser.parse_args().out
    made = {"llama3": llama3(), "qwen": qwen(), "neox": neox(), "gemma": gemma()}
    made |= {f"metaspace-{scheme}": metaspace(scheme) for scheme in ("first", "always", "never")}
    for name, one in made.items():
        write(out / name, one)


if __name__ == "__main__":
    main()
