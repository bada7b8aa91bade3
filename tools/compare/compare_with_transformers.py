"""Compares the index that a running site serves with activations computed by Hugging Face transformers.

Usage:
  python tools/compare/compare_with_transformers.py --site http://localhost:3000 --model-dir demo/babel-4l \
      --corpus demo/corpus/demo-corpus.jsonl --neurons 200 --seed 1 \
      --sae demo/babel-4l/saes/resid-post-2-topk --sae demo/babel-4l/saes/mlp-out-1-jumprelu --latents 100

Without --site only the transformers side runs; --dump FILE writes its evidence in the shape of the site's JSON.

The rules of the index, restated here and computed without a line of the product:
  contexts     each document is tokenised without special tokens being added and cut into pieces of contextTokens - 1 tokens,
               the last one as long as it comes out; the beginning-of-text token stands in front of each; contexts are numbered
               from 0 in the order of the corpus; a document without tokens gives none
  counting     position 0 and every special token never count; their activation is 0 by definition
  examples     the 20 contexts with the largest maximum over counted positions, largest first; equal maxima: the smaller context
               number first; only maxima > 0; the peak is the first position of the maximum
  statistics   over counted positions: share of activations > 0, maximum, minimum, mean

The rules of the comparison, site value a against transformers' value b:
  values       |a - b| <= 1e-3 * max(|b|, 0.01). Two fp32 forward passes that add in another order differ by up to some 1e-6 absolute.
  activations  also what storing and printing may change: they are half floats (1/2,048 of the value) or, where dense, multiples of 1/2,047
               of the largest magnitude of the context; of such an error's worth no digit is printed
  ties         peaks that differ by no more than 1e-5 of their size are equal: such contexts may change places, in or out at the
               last rank, and such positions may change places as peak
  density      within 1e-3 of the value, or 2 tokens: an activation of size 1e-7 has no certain sign
  fidelity     of SAEs, see saes.py: mean L0 within 1e-4 and FVU within 1e-3 of the value, dead latents exactly
Everything else (token ids, contexts, positions, lengths, numbers of examples) is compared exactly. Exit status 1 on any mismatch.
"""
import argparse
import dataclasses
import gzip
import json
import pathlib
import random
import sys
import time
import urllib.error
import urllib.request

import numpy as np
import torch
import transformers
from tokenizers import Tokenizer

import saes

TOP_K = 20
SPARE = 12  # candidates kept beyond the top, for contexts that tie at the last rank
RELATIVE = 1e-3
NEAR_ZERO = 0.01
TIE = 1e-5


# --- corpus → contexts -------------------------------------------------------------------------------------------------------


def read_texts(path):
    """The texts of a JSONL, JSONL.gz or Parquet corpus, in order."""
    if path.suffix == ".parquet":
        import pyarrow.parquet
        yield from pyarrow.parquet.read_table(path, columns=["text"])["text"].to_pylist()
        return
    if not path.name.endswith((".jsonl", ".jsonl.gz")):
        raise SystemExit(f"{path}: a corpus must be .jsonl, .jsonl.gz or .parquet")
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)["text"]


def cut_into_contexts(texts, tokenizer, bos, context_tokens):
    contexts = []
    piece = context_tokens - 1
    for text in texts:
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        contexts += [[bos] + ids[start:start + piece] for start in range(0, len(ids), piece)]
    return contexts


def read_tokenizer(folder):
    """The tokenizer, the beginning-of-text id and the ids of all special tokens."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    added = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["added_tokens"]
    special = {token["id"] for token in added if token["special"]}
    bos = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))["bos_token"]
    return tokenizer, tokenizer.token_to_id(bos if isinstance(bos, str) else bos["content"]), special


# --- transformers' side ------------------------------------------------------------------------------------------------------


def load_model(folder, dtype):
    kind = json.loads((folder / "config.json").read_text(encoding="utf-8"))["model_type"]
    classes = {"gpt2": transformers.GPT2LMHeadModel, "llama": transformers.LlamaForCausalLM}
    if kind not in classes:
        raise SystemExit(f"{folder}: model_type {kind!r}; this script knows {sorted(classes)}")
    return classes[kind].from_pretrained(folder, dtype=dtype).eval()


def last_mlp_projections(model):
    """The module of each layer whose input is the MLP activation (`mlp.hook_post`)."""
    if isinstance(model, transformers.GPT2LMHeadModel):
        return [layer.mlp.c_proj for layer in model.transformer.h]
    return [layer.mlp.down_proj for layer in model.model.layers]


def mlp_width(model):
    return model.config.n_inner or 4 * model.config.n_embd if model.config.model_type == "gpt2" else model.config.intermediate_size


@dataclasses.dataclass
class Evidence:
    """What transformers gives for one neuron. `kept`: (peak, context number, activations), best first, more than the top."""
    kept: list = dataclasses.field(default_factory=list)
    active: int = 0
    maximum: float = -np.inf
    minimum: float = np.inf
    total: float = 0.0

    def add(self, first_context, lengths, activations, counted):
        """One batch: activations and counted are [contexts, positions]; uncounted positions hold 0."""
        maxima = np.where(counted, activations, -np.inf).max(axis=1)
        values = activations[counted]
        if values.size:
            self.active += int((values > 0).sum())
            self.maximum = max(self.maximum, float(values.max()))
            self.minimum = min(self.minimum, float(values.min()))
            self.total += float(values.sum(dtype=np.float64))
        threshold = self.kept[-1][0] if len(self.kept) == TOP_K + SPARE else 0.0
        for row in np.flatnonzero(maxima > threshold):
            self.kept.append((float(maxima[row]), first_context + int(row), activations[row, : lengths[row]].copy()))
        self.kept.sort(key=lambda one: (-one[0], one[1]))
        del self.kept[TOP_K + SPARE:]


def listen_to_neurons(model, neurons, seen):
    """Lets the forward pass leave the activations of the wanted neurons in `seen`, under the names of their sources."""
    for layer, module in enumerate(last_mlp_projections(model)):
        indices = neurons.get(f"{layer}-mlp")
        if indices:
            module.register_forward_pre_hook(
                lambda _, args, name=f"{layer}-mlp", indices=indices: seen.__setitem__(name, args[0][..., indices].double().numpy()))


def listen_to_sae(model, sae, seen):
    """Leaves the SAE's input in `seen`."""
    sae.module(model).register_forward_hook(
        lambda _, args, output: seen.__setitem__(sae.name, output[0] if isinstance(output, tuple) else output))


def encode(sae, indices, seen, counted, fidelity):
    """Puts the wanted latents in the place of the SAE's input."""
    x = seen[sae.name]
    latents = sae.latents(x)
    fidelity.add(x, latents, sae.reconstruction(latents), counted)
    seen[sae.name] = latents[..., indices].double().numpy()


def scan(model, contexts, features, special, batch_contexts, listened=()):
    """One pass. `features`: the wanted indices of each source; `listened`: the SAEs among the sources.

    Gives Evidence of each (source, index), the Fidelity of each SAE, and the number of counted tokens.
    """
    seen = {}
    listen_to_neurons(model, features, seen)
    for sae in listened:
        listen_to_sae(model, sae, seen)
    fidelity = {sae.name: saes.Fidelity(np.zeros(sae.features, np.int64)) for sae in listened}
    evidence = {(source, index): Evidence() for source, indices in features.items() for index in indices}
    special = np.array(sorted(special))
    tokens = 0
    started = time.time()
    for first in range(0, len(contexts), batch_contexts):
        batch = contexts[first:first + batch_contexts]
        lengths = [len(context) for context in batch]
        ids = np.zeros((len(batch), max(lengths)), np.int64)
        present = np.zeros(ids.shape, bool)
        for row, context in enumerate(batch):
            ids[row, : lengths[row]] = context
            present[row, : lengths[row]] = True
        counted = present & ~np.isin(ids, special)
        counted[:, 0] = False
        tokens += int(counted.sum())
        with torch.inference_mode():
            model.base_model(input_ids=torch.from_numpy(ids), attention_mask=torch.from_numpy(present).long(), use_cache=False)
            for sae in listened:
                encode(sae, features[sae.name], seen, counted, fidelity[sae.name])
        for source, indices in features.items():
            activations = np.where(counted[..., None], seen[source], 0.0)
            for column, index in enumerate(indices):
                evidence[source, index].add(first, lengths, activations[..., column], counted)
        if sys.stderr.isatty():
            print(f"\r{first + len(batch)} of {len(contexts)} contexts", end="", file=sys.stderr)
    seconds = time.time() - started
    print(f"transformers: {len(contexts)} contexts, {tokens} counted tokens, {seconds:.0f} s")
    return evidence, fidelity, tokens


# --- the site's side ---------------------------------------------------------------------------------------------------------


def fetch(url):
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return json.load(answer)
    except (urllib.error.URLError, json.JSONDecodeError) as error:
        raise SystemExit(f"{url}: {error}. Is the site running, and is this model indexed?") from error


def as_page(evidence, contexts, tokens):
    """Evidence in the shape of the site's JSON: what --dump writes and the tests of the comparison start from."""
    examples = [{"rank": rank, "context": number, "tokenIds": contexts[number], "peak": peak,
                 "peakPosition": int(values.argmax()), "activations": values.tolist()}
                for rank, (peak, number, values) in enumerate(evidence.kept[:TOP_K])]
    return {"statistics": {"density": evidence.active / tokens, "max": evidence.maximum, "min": evidence.minimum,
                           "mean": evidence.total / tokens},
            "groups": [{"name": "top", "examples": examples}]}


# --- the comparison ----------------------------------------------------------------------------------------------------------


@dataclasses.dataclass
class Figures:
    features: int = 0
    examples: int = 0
    contexts_equal: int = 0
    contexts_tied: int = 0
    positions_equal: int = 0
    positions_tied: int = 0
    token_activations: int = 0
    peak_difference: float = 0.0
    token_difference: float = 0.0
    token_difference_near_zero: float = 0.0
    statistics_difference: float = 0.0
    density_difference_tokens: float = 0.0
    mismatches: list = dataclasses.field(default_factory=list)
    fidelity: list = dataclasses.field(default_factory=list)

    def table(self):
        return "\n".join(f"{name:<58}{value:>14}" for name, value in [
            ("neurons and latents", self.features),
            ("examples compared", self.examples),
            ("  same context at the same rank", self.contexts_equal),
            ("  another context with a tied peak", self.contexts_tied),
            ("  same peak position", self.positions_equal),
            ("  another position with a tied activation", self.positions_tied),
            ("token activations compared", self.token_activations),
            ("largest relative difference of a peak", f"{self.peak_difference:.2e}"),
            (f"largest relative difference of an activation >= {NEAR_ZERO}", f"{self.token_difference:.2e}"),
            (f"largest absolute difference of an activation < {NEAR_ZERO}", f"{self.token_difference_near_zero:.2e}"),
            ("largest difference of max, min, mean (of max(|b|, 0.01))", f"{self.statistics_difference:.2e}"),
            ("largest difference of density, in tokens", f"{self.density_difference_tokens:.1f}"),
            ("mismatches", len(self.mismatches))])


def difference(a, b):
    """|a - b| as a share of max(|b|, NEAR_ZERO); a missing or non-numeric a is infinitely far."""
    if not isinstance(a, (int, float)):
        return float("inf")
    return abs(a - b) / max(abs(b), NEAR_ZERO)


def is_tied(a, b):
    return abs(a - b) <= TIE * max(abs(a), abs(b))


def compare_statistics(where, statistics, evidence, tokens, figures):
    for name, expected in [("max", evidence.maximum), ("min", evidence.minimum), ("mean", evidence.total / tokens)]:
        apart = difference(statistics.get(name), expected)
        figures.statistics_difference = max(figures.statistics_difference, apart)
        if not apart <= RELATIVE:
            figures.mismatches.append(f"{where}: {name} is {statistics.get(name)}, transformers has {expected}")
    density = statistics.get("density", float("nan"))
    apart_tokens = abs(density * tokens - evidence.active)
    figures.density_difference_tokens = max(figures.density_difference_tokens, apart_tokens)
    if not apart_tokens <= max(2.01, RELATIVE * evidence.active):
        figures.mismatches.append(f"{where}: density is {density}, transformers has {evidence.active / tokens}")


def compare_example(where, example, expected, kept, contexts, figures):
    """One rank: `expected` is transformers' (peak, context number, activations) there, `kept` all of them by context number."""
    figures.examples += 1
    number = example["context"]
    if number == expected[1]:
        figures.contexts_equal += 1
    elif number in kept and is_tied(kept[number][0], expected[0]):
        figures.contexts_tied += 1
    else:
        figures.mismatches.append(f"{where}: context {number}, transformers has {expected[1]} with peak {expected[0]}")
        return
    peak, _, values = kept[number]
    if example["tokenIds"] != contexts[number]:
        figures.mismatches.append(f"{where}: token ids of context {number} are {example['tokenIds']}, expected {contexts[number]}")
        return
    compare_peak(where, example, peak, values, figures)
    compare_activations(where, example, values, figures)


def compare_peak(where, example, peak, values, figures):
    position = example["peakPosition"]
    if position == int(values.argmax()):
        figures.positions_equal += 1
    elif 0 <= position < len(values) and is_tied(values[position], peak):
        figures.positions_tied += 1
    else:
        figures.mismatches.append(f"{where}: peak position {position}, transformers has {int(values.argmax())}")
    apart = abs(example["peak"] - peak) / abs(peak)
    figures.peak_difference = max(figures.peak_difference, apart)
    if not difference(example["peak"], peak) <= RELATIVE:
        figures.mismatches.append(f"{where}: peak {example['peak']}, transformers has {peak}")
    if 0 <= position < len(example["activations"]) and example["activations"][position] != example["peak"]:
        figures.mismatches.append(f"{where}: activations[peakPosition] {example['activations'][position]} is not the peak")


def stored_error(values):
    """By how much the activations of an example may be off because they are stored in few bits and printed in few digits."""
    error = np.maximum(np.abs(values) / 2048, np.abs(values).max(initial=0) / 4094)
    return 1.01 * (error + 10.0 ** np.ceil(np.log10(2.02 * np.maximum(error, 1e-9))) / 2)


def compare_activations(where, example, values, figures):
    actual = np.array(example["activations"], np.float64)
    if actual.shape != values.shape:
        figures.mismatches.append(f"{where}: {actual.size} activations for {values.size} tokens")
        return
    figures.token_activations += values.size
    apart = np.abs(actual - values)
    large = np.abs(values) >= NEAR_ZERO
    figures.token_difference = max(figures.token_difference, (apart[large] / np.abs(values[large])).max(initial=0.0))
    figures.token_difference_near_zero = max(figures.token_difference_near_zero, apart[~large].max(initial=0.0))
    allowed = np.maximum(RELATIVE * np.maximum(np.abs(values), NEAR_ZERO), stored_error(values))
    for position in np.flatnonzero(~(apart <= allowed)):
        figures.mismatches.append(
            f"{where}: activation at position {position} is {actual[position]}, transformers has {values[position]}")


def compare_feature(where, page, evidence, contexts, tokens, figures):
    figures.features += 1
    compare_statistics(where, page["statistics"], evidence, tokens, figures)
    groups = [group for group in page["groups"] if group["name"] == "top"]
    examples = groups[0]["examples"] if groups else []
    top = evidence.kept[:TOP_K]
    if len(examples) != len(top):
        figures.mismatches.append(f"{where}: {len(examples)} examples, transformers has {len(top)}")
    numbers = [example["context"] for example in examples]
    if len(set(numbers)) != len(numbers):
        figures.mismatches.append(f"{where}: a context stands twice among {numbers}")
    kept = {one[1]: one for one in evidence.kept}
    for rank, (example, expected) in enumerate(zip(examples, top)):
        compare_example(f"{where} example {rank}", example, expected, kept, contexts, figures)


def compare_run(run, contexts, tokens, context_tokens, figures):
    """The run's own figures; `tokens` may count the special positions too."""
    if run["contextTokens"] != context_tokens:
        raise SystemExit(f"the site's run has contextTokens {run['contextTokens']}: pass --context-tokens {run['contextTokens']}")
    if run["contexts"] != len(contexts):
        figures.mismatches.append(f"run: {run['contexts']} contexts, expected {len(contexts)}")
    if run["tokens"] not in (tokens, sum(map(len, contexts))):
        figures.mismatches.append(f"run: {run['tokens']} tokens, expected {tokens} (or {sum(map(len, contexts))} with special ones)")


def draw_features(model, neurons, listened, latents, seed):
    """Indices by source: so many different neurons, uniformly over all layers, and so many latents of each SAE."""
    layers, width = len(last_mlp_projections(model)), mlp_width(model)
    chance = random.Random(seed)
    features = {}
    for one in sorted(chance.sample(range(layers * width), min(neurons, layers * width))):
        layer, index = divmod(one, width)
        features.setdefault(f"{layer}-mlp", []).append(index)
    for sae in listened:
        features[sae.name] = sorted(chance.sample(range(sae.features), min(latents, sae.features)))
    return features


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", help="address of the running site; without it only transformers' side runs")
    parser.add_argument("--model-dir", type=pathlib.Path, required=True)
    parser.add_argument("--model-name", help="name of the model on the site (default: the folder's)")
    parser.add_argument("--corpus", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--neurons", type=int, default=200)
    parser.add_argument("--sae", type=pathlib.Path, action="append", default=[], help="an SAE that is indexed too, in SAELens' layout")
    parser.add_argument("--latents", type=int, default=100, help="of each SAE")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--context-tokens", type=int, default=128)
    parser.add_argument("--batch-contexts", type=int, default=32)
    parser.add_argument("--dtype", choices=["float32", "float64"], default="float32", help="precision of transformers' side")
    parser.add_argument("--dump", type=pathlib.Path, help="write transformers' evidence here as JSON")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    tokenizer, bos, special = read_tokenizer(arguments.model_dir)
    texts = (text for path in arguments.corpus for text in read_texts(path))
    contexts = cut_into_contexts(texts, tokenizer, bos, arguments.context_tokens)
    if not contexts:
        raise SystemExit("the corpus holds no token")
    dtype = getattr(torch, arguments.dtype)
    model = load_model(arguments.model_dir, dtype)
    listened = saes.parse_folders(arguments.sae, dtype)
    features = draw_features(model, arguments.neurons, listened, arguments.latents, arguments.seed)
    evidence, fidelity, tokens = scan(model, contexts, features, special, arguments.batch_contexts, listened)
    if arguments.dump:
        pages = {f"{source}/{index}": as_page(one, contexts, tokens) for (source, index), one in evidence.items()}
        arguments.dump.write_text(json.dumps(pages) + "\n", encoding="utf-8")
    if not arguments.site:
        return
    site = f"{arguments.site.rstrip('/')}/{arguments.model_name or arguments.model_dir.resolve().name}"
    figures = Figures()
    for source in features:
        page = fetch(f"{site}/{source}.json")
        compare_run(page["run"], contexts, tokens, arguments.context_tokens, figures)
        if source in fidelity:
            saes.compare_fidelity(source, page, fidelity[source], list(map(len, contexts)), figures)
    for (source, index), one in evidence.items():
        compare_feature(f"{source}/{index}", fetch(f"{site}/{source}/{index}.json"), one, contexts, tokens, figures)
    print(f"torch {torch.__version__}, transformers {transformers.__version__}, {arguments.dtype}, seed {arguments.seed}")
    print(figures.table())
    for line in figures.fidelity:
        print(line)
    for mismatch in figures.mismatches[:50]:
        print("MISMATCH", mismatch)
    if figures.mismatches:
        sys.exit(1)


if __name__ == "__main__":
    main()
