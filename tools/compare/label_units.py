"""Whether the units that neurons.json lists as best for a label come out for it in the index too.

Usage:
  python tools/compare/label_units.py --site http://localhost:3000 --model babel-4l --listed …/neurons.json
  python tools/compare/label_units.py --model-dir …/babel-4l --corpus …/babel-demo.jsonl.gz --listed …/neurons.json --documents 20

With --site the AUC of every unit of every source is computed from the counts of context maxima by label that its page holds; a listed group
of labels, such as "French (any)", is the sum of its labels. Prints, for each label and source, the listed unit, its listed AUC, its AUC in
the index, and its rank there among the units of its source and among all.

Without --site the same table comes from transformers alone, over so many documents of each label, once with the contexts of the index and once
with the windows of the list. That says how much of a difference is due to the windows:
  the list    maxima over 32 tokens, the first 255 tokens of a document, each seen with all the text before it; shorter rests left out;
              other documents of the same sources (80 a label), the unit chosen on one half of them and scored on the other
  the index   maxima over up to 127 tokens, whole documents, cut into contexts that see nothing of the one before
"""
import argparse
import concurrent.futures
import gzip
import json
import pathlib

import numpy as np


def groups(labels):
    """Which labels the list's names mean."""
    ending = lambda language: [label for label in labels if label.endswith("-" + language)]
    starting = lambda kind: [label for label in labels if label.startswith(kind)]
    return {"English prose": ["fiction-en", "stories", "encyclopedia", "math"], "French (any)": ending("fr"), "German (any)": ending("de"),
            "Spanish (any)": ending("es"), "Portuguese (any)": ending("pt"), "code (any) vs text": starting("code-"),
            "law (de + fr)": starting("law-"), "cli-docs (any)": starting("cli-docs"), "fiction (any)": starting("fiction"),
            **{label: [label] for label in labels}}


def auc_of_counts(mine, others):
    """Of counts by bin in ascending order, [unit, bin]."""
    below = np.cumsum(others, axis=1) - others
    return (mine * (below + 0.5 * others)).sum(axis=1) / (mine.sum(axis=1) * others.sum(axis=1))


def counts_of(page, labels):
    """[label, bin] of one feature."""
    by_label = {one["label"]: one["maxima"] for one in page["labels"]}
    assert len({one["exponent"] for one in by_label.values()}) == 1, "labels of one feature share their bins"
    return np.array([[by_label[label]["notAbove0"], by_label[label]["below"]] + by_label[label]["counts"] for label in labels], float)


def fetch_sources(site, model):
    from compare_with_transformers import fetch
    names = {}
    for source in fetch(f"{site}/{model}.json")["sources"]:
        names[source["source"]] = source["features"]
    counts, labels = {}, None
    for name, features in names.items():
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            pages = list(pool.map(lambda index: fetch(f"{site}/{model}/{name}/{index}.json"), range(features)))
        labels = labels or sorted(one["label"] for one in pages[0]["labels"] if one["label"] is not None)
        counts[name] = np.stack([counts_of(page, labels) for page in pages])  # [unit, label, bin]
    return counts, labels


def aucs_of_site(site, model):
    """By label name: by source, the AUC of each unit."""
    counts, labels = fetch_sources(site, model)
    found = {}
    for name, members in groups(labels).items():
        mine = [labels.index(label) for label in members]
        rest = [number for number in range(len(labels)) if number not in mine]
        found[name] = {source: auc_of_counts(c[:, mine].sum(axis=1), c[:, rest].sum(axis=1)) for source, c in counts.items()}
    return found


def source_of(space, sources):
    """The list says `L2 neuron` and the folder of an SAE; the index `2-mlp` and `2-resid-post-topk`."""
    if space.endswith(" neuron"):
        return space[1:].split()[0] + "-mlp"
    site, layer, kind = space.rsplit("-", 2)
    matching = [name for name in sources if name == f"{layer}-{site}-{kind}"]
    return matching[0] if matching else None


def print_table(listed, found, heading):
    print(f"{'label':<22}{'unit':<28}{'listed':>8}{'here':>8}{'rank':>6}{'of':>6}{'all':>6}   best here")
    ranks, apart = [], []
    for label, spaces in listed.items():
        if label not in found:
            continue
        everything = np.concatenate(list(found[label].values()))
        for space, entry in spaces.items():
            source = source_of(space, found[label])
            if source is None:
                continue
            values = found[label][source]
            here = values[entry["unit"]]
            rank, rank_of_all = 1 + int((values > here).sum()), 1 + int((everything > here).sum())
            best = int(values.argmax())
            ranks.append(rank)
            apart.append(here - entry["auc"])
            print(f"{label:<22}{source + '/' + str(entry['unit']):<28}{entry['auc']:>8.3f}{here:>8.3f}{rank:>6}{len(values):>6}{rank_of_all:>6}   "
                  f"{best} {values[best]:.3f}")
    ranks, apart = np.array(ranks), np.array(apart)
    print(f"{heading}: {len(ranks)} listed units; first in their source {np.mean(ranks == 1):.0%}, among the first 3 {np.mean(ranks <= 3):.0%}, "
          f"the first 10 {np.mean(ranks <= 10):.0%}; AUC less the listed one: median {np.median(apart):+.3f}, "
          f"from {apart.min():+.3f} to {apart.max():+.3f}, within 0.02 {np.mean(np.abs(apart) <= 0.02):.0%}, within 0.05 {np.mean(np.abs(apart) <= 0.05):.0%}")


# --- the same from transformers ----------------------------------------------------------------------------------------------


def read_documents(path, wanted):
    """The first so many documents of each label."""
    taken = {}
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            document = json.loads(line)
            taken.setdefault(document["label"], [])
            if len(taken[document["label"]]) < wanted:
                taken[document["label"]].append(document["text"])
    return [(label, text) for label, texts in taken.items() for text in texts]


def maxima_of(model, saes, pieces, spans):
    """By source [span, unit]: maxima over spans (piece, start, end) of token lists."""
    import torch
    from full_pass import mlp_parts
    seen, found = {}, {}
    layers = len(model.transformer.h)
    for layer in range(layers):
        mlp_parts(model, layer)[0].register_forward_pre_hook(lambda _, args, name=f"{layer}-mlp": seen.__setitem__(name, args[0]))
    for sae in saes:
        sae.module(model).register_forward_hook(
            lambda _, __, out, sae=sae: seen.__setitem__(sae.name, sae.latents(out[0] if isinstance(out, tuple) else out)))
    by_piece = {}
    for number, (piece, start, end) in enumerate(spans):
        by_piece.setdefault(piece, []).append((number, start, end))
    for piece, ids in enumerate(pieces):
        with torch.inference_mode():
            model.base_model(input_ids=torch.tensor([ids]), use_cache=False)
        for name, values in seen.items():
            table = found.setdefault(name, np.zeros((len(spans), values.shape[-1]), np.float32))
            for number, start, end in by_piece.get(piece, []):
                table[number] = values[0, start:end].amax(dim=0).numpy()
    return found


def exact_auc(maxima, mine):
    """Of every column, at or below 0 all tied."""
    from scipy.stats import rankdata
    ranks = rankdata(np.maximum(maxima, 0), axis=0)
    n = mine.sum()
    return (ranks[mine].sum(axis=0) - n * (n + 1) / 2) / (n * (~mine).sum())


def aucs_of_transformers(arguments):
    """Once by contexts as the index has them, once by windows as the list has them."""
    import torch
    import compare_with_transformers as base
    import saes
    torch.set_num_threads(arguments.threads)
    tokenizer, bos, _ = base.read_tokenizer(arguments.model_dir)
    folders = sorted(path.parent for path in arguments.model_dir.glob("saes/*/cfg.json"))
    documents = read_documents(arguments.corpus, arguments.documents)
    ids = [(label, tokenizer.encode(text, add_special_tokens=False).ids) for label, text in documents]
    contexts = [(label, [bos] + one[start:start + 127]) for label, one in ids for start in range(0, len(one), 127)]
    firsts = [(label, [bos] + one[:255]) for label, one in ids]
    windows = [(piece, start, start + 32) for piece, (_, one) in enumerate(firsts) for start in range(1, len(one) - 31, 32)]
    for heading, pieces, spans in (
            ("contexts of the index", contexts, [(piece, 1, len(one)) for piece, (_, one) in enumerate(contexts)]),
            ("windows of the list", firsts, windows)):
        model = base.load_model(arguments.model_dir, torch.float32)
        maxima = maxima_of(model, saes.parse_folders(folders, torch.float32), [one for _, one in pieces], spans)
        labels = np.array([pieces[piece][0] for piece, _, _ in spans])
        found = {name: {source: exact_auc(values, np.isin(labels, members)) for source, values in maxima.items()}
                 for name, members in groups(sorted(set(labels))).items()}
        yield f"{heading} ({len(spans)}, {len(documents)} documents)", found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listed", type=pathlib.Path, required=True)
    parser.add_argument("--site")
    parser.add_argument("--model", default="babel-4l", help="its name on the site")
    parser.add_argument("--model-dir", type=pathlib.Path)
    parser.add_argument("--corpus", type=pathlib.Path)
    parser.add_argument("--documents", type=int, default=20, help="of each label")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    listed = json.loads(arguments.listed.read_text(encoding="utf-8"))["best"]
    if arguments.site:
        print_table(listed, aucs_of_site(arguments.site.rstrip("/"), arguments.model), "index")
    else:
        for heading, found in aucs_of_transformers(arguments):
            print_table(listed, found, heading)


if __name__ == "__main__":
    main()
