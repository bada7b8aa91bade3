"""Compares all evidence that a running site serves of some random features with what follows from their full activations.

Usage:
  python tools/compare/compare_evidence.py --site http://localhost:3000 --model-dir demo/babel-4l --corpus demo/corpus/demo-corpus.jsonl \
      --sae demo/babel-4l/saes/resid-post-2-topk --sae demo/babel-4l/saes/mlp-out-1-jumprelu --neurons 200 --latents 100

transformers runs over the corpus once (full_pass.py), and every statistic is computed from all activations with numpy and
scikit-learn (evidence_checks.py), or from the weights with torch (weights_checks.py). Prints a line for each statistic: how many numbers were
compared; how many were equal (counts: exactly; others: within their tolerance); of counts, how many were not, but within what the last
digits of an activation can change ("bounded"); the largest difference. Exit status 1 on any mismatch.
"""
import argparse
import gzip
import json
import pathlib
import sys
import time

import numpy
import sklearn
import torch
import transformers

import compare_with_transformers as base
import evidence_checks
import full_pass
import lookup_checks
import saes
import weights_checks


def read_documents(path):
    """(text, label) of each document of a JSONL corpus."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                document = json.loads(line)
                yield document["text"], document.get("label")


def read_corpus(paths, tokenizer, bos, special, context_tokens):
    contexts, labels = [], []
    for path in paths:
        for text, label in read_documents(path):
            cut = base.cut_into_contexts([text], tokenizer, bos, context_tokens)
            contexts += cut
            labels += [label] * len(cut)
    return full_pass.Corpus(contexts, labels, full_pass.mark_counted(contexts, special))


def limited(corpus, max_tokens):
    """Up to the context that reaches so many counted tokens."""
    if max_tokens is None:
        return corpus
    end = int(numpy.searchsorted(corpus.offsets, max_tokens))
    return full_pass.Corpus(corpus.contexts[:end], corpus.labels[:end], corpus.counted[:end])


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", required=True)
    parser.add_argument("--model-dir", type=pathlib.Path, required=True)
    parser.add_argument("--model-name", help="name of the model on the site (default: the folder's)")
    parser.add_argument("--corpus", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--sae", type=pathlib.Path, action="append", default=[])
    parser.add_argument("--neurons", type=int, default=200)
    parser.add_argument("--latents", type=int, default=100, help="of each SAE")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--context-tokens", type=int, default=128)
    parser.add_argument("--max-tokens", type=int, help="as the index was told")
    parser.add_argument("--threads", type=int, default=2)
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    torch.set_num_threads(arguments.threads)
    tokenizer, bos, special = base.read_tokenizer(arguments.model_dir)
    corpus = read_corpus(arguments.corpus, tokenizer, bos, special, arguments.context_tokens)
    frequent = lookup_checks.frequent_tokens(corpus)
    corpus = limited(corpus, arguments.max_tokens)
    model = base.load_model(arguments.model_dir, torch.float32)
    listened = saes.parse_folders(arguments.sae, torch.float32)
    features = base.draw_features(model, arguments.neurons, listened, arguments.latents, arguments.seed)
    started = time.time()
    activations = full_pass.run(model, corpus, features, listened)
    print(f"transformers: {len(corpus.contexts)} contexts, {corpus.tokens} counted tokens, {time.time() - started:.0f} s", flush=True)
    weights = weights_checks.Weights(model, listened)
    site = f"{arguments.site.rstrip('/')}/{arguments.model_name or arguments.model_dir.resolve().name}"
    tally = evidence_checks.Tally()
    lookup = None
    for source, indices in features.items():
        found = activations.pop(source)
        for column, index in enumerate(indices):
            page = base.fetch(f"{site}/{source}/{index}.json?group=all")
            if lookup is None:
                lookup = lookup_checks.Lookup(corpus, page["run"]["corpusSha256"], frequent)
                lookup_checks.check_manifest(page, lookup, tally)
            low, high = found.bounds(column)
            feature = evidence_checks.Feature(corpus, found.value[:, column], low, high, None if found.gate is None else found.gate[:, column])
            where = f"{source}/{index}"
            evidence_checks.check_statistics(where, page, feature, tally)
            evidence_checks.check_histogram(where, page, feature, tally)
            evidence_checks.check_labels(where, page, feature, tally)
            evidence_checks.check_groups(where, page, feature, page["run"]["evidence"], tally)
            lookup_checks.check_lookup(where, page, feature, lookup, tally)
            weights_checks.check_weights(where, page, weights, tally)
    print(f"{sum(map(len, features.values()))} features; numpy {numpy.__version__}, scikit-learn {sklearn.__version__}, "
          f"torch {torch.__version__}, transformers {transformers.__version__}; seed {arguments.seed}; {time.time() - started:.0f} s")
    print(tally.table())
    for mismatch in tally.mismatches[:50]:
        print("MISMATCH", mismatch)
    print(f"{len(tally.mismatches)} mismatches")
    sys.exit(bool(tally.mismatches))


if __name__ == "__main__":
    main()
