"""That the checks of all evidence pass a right page and see every kind of wrong one. Needs no model and no site.

Usage:  python -m unittest discover tools/compare
"""
import copy
import math
import unittest

import numpy as np
import torch

import evidence_checks as checks
import full_pass
import lookup_checks
from saes import Sae

SETTINGS = {"topK": 4, "intervals": 3, "intervalSamples": 2, "randomSamples": 3, "labelTopK": 2, "seed": 5}
SHA256 = "89abcdef" + "0" * 56
INDEX = 7
LENGTH = 6
CONTEXTS = 40


def made_up_feature(seed=11, gated=True):
    chance = np.random.default_rng(seed)
    contexts = [[0] + chance.integers(1, 9, LENGTH - 1).tolist() for _ in range(CONTEXTS)]
    contexts[3] = [0]  # no counted token
    labels = [("a", "b", None)[number % 3] for number in range(CONTEXTS)]
    corpus = full_pass.Corpus(contexts, labels, full_pass.mark_counted(contexts, {0}))
    value = chance.normal(size=corpus.tokens).astype(np.float32)
    gate = chance.normal(size=corpus.tokens).astype(np.float32) if gated else None
    return checks.Feature(corpus, value, value - 1e-6, value + 1e-6, gate)


def strongest(feature, name, strength, k, fact):
    """Examples of the k contexts with the largest strength above 0; strength by context number and position."""
    best = sorted(((-max(s), number) for number, s in strength.items() if max(s) > 0))[:k]
    return {"name": name, "examples": [example(feature, number, int(np.argmax(strength[number]))) for _, number in best]}, fact


def by_context(feature, of=lambda x: x):
    corpus = feature.corpus
    found = {}
    for number, counted in enumerate(corpus.counted):
        if counted.any():
            values = np.full(len(counted), -np.inf)
            values[counted] = of(feature.value[corpus.rows(number)])
            found[number] = values
    return found


def example(feature, number, peak):
    corpus = feature.corpus
    values = np.zeros(len(corpus.contexts[number]))
    values[corpus.counted[number]] = feature.value[corpus.rows(number)]
    stored = values.astype(np.float16).astype(float)
    stored[peak] = values[peak]
    return {"context": number, "peakPosition": peak, "peak": values[peak], "tokenIds": corpus.contexts[number],
            "activations": stored.tolist(), "repeats": []}


def directory_entry(name, tokens, contexts, low=None, high=None, label=None):
    return {"name": name, "tokens": int(tokens), "contexts": int(contexts), "low": low, "high": high, "label": label}


def priority_of(number):
    """In plain integers, to check the one in numpy."""
    word = (1 << 64) - 1

    def mix(x):
        x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9 & word
        x = (x ^ x >> 27) * 0x94D049BB133111EB & word
        return x ^ x >> 31
    golden = 0x9E3779B97F4A7C15
    key = mix(mix(SETTINGS["seed"] + golden & word) + INDEX & word)
    value = mix(key ^ mix((0x89abcdef << 32 | number) + golden & word))
    return value - (1 << 64) if value >> 63 else value


def page_of(feature):
    x = feature.value
    highest = {number: values.max() for number, values in by_context(feature).items()}
    width = 2.0 ** -5
    first, last = math.floor(min(0, x.min()) / width), math.floor(max(0, x.max()) / width)
    while last - first >= 128:
        width *= 2
        first, last = math.floor(min(0, x.min()) / width), math.floor(max(0, x.max()) / width)
    while math.floor(x.max() * 2 / width) - math.floor(x.min() * 2 / width) < 128:
        width /= 2
        first, last = math.floor(min(0, x.min()) / width), math.floor(max(0, x.max()) / width)
    bins = [math.floor(v / width) for v in x]
    m, sd = x.mean(), x.std()
    groups = groups_of(feature, highest, width)
    return {
        "index": INDEX, "run": {"tokens": len(x), "corpusSha256": SHA256},
        "statistics": {"activeTokens": int((x > 0).sum()), "density": float((x > 0).mean()),
                       "activeContexts": sum(v > 0 for v in highest.values()), "max": x.max(), "min": x.min(), "mean": m,
                       "standardDeviation": sd, "skewness": ((x - m) ** 3).mean() / sd ** 3, "kurtosis": ((x - m) ** 4).mean() / sd ** 4,
                       "histogram": {"edges": [b * width for b in range(first, last + 2)],
                                     "counts": [bins.count(b) for b in range(first, last + 1)]}},
        "labels": labels_of(feature, highest),
        "groups": [group for group, _ in groups],
        "directory": [{**fact, "examples": len(group["examples"])} for group, fact in groups]}


def groups_of(feature, highest, width):
    x = feature.value
    groups = [strongest(feature, "top", by_context(feature), 4,
                        directory_entry("top", (x > 0).sum(), sum(v > 0 for v in highest.values()), 0.0)),
              strongest(feature, "bottom", by_context(feature, lambda v: -v), 4,
                        directory_entry("bottom", (x < 0).sum(), sum(v.max() > 0 for v in by_context(feature, lambda v: -v).values()), None, 0.0))]
    order = sorted(highest, key=priority_of)
    edges = [0.0] + [math.floor(x.max() / width * j / 3 + 0.5) * width for j in (1, 2)] + [x.max()]
    for j in range(3):
        inside = lambda v: v > 0 and edges[j] <= v and (v < edges[j + 1] or j == 2)
        chosen = [number for number in order if inside(highest[number])]
        groups.append(({"name": f"interval-{j}", "examples": [example(feature, n, int(by_context(feature)[n].argmax())) for n in chosen[:2]]},
                       directory_entry(f"interval-{j}", sum(map(inside, x)), len(chosen), edges[j], edges[j + 1])))
    groups.append(({"name": "random", "examples": [example(feature, n, int(by_context(feature)[n].argmax())) for n in order[:3]]},
                   directory_entry("random", len(x), len(order))))
    for number, label in enumerate(("a", "b", None)):
        mine = {n: v for n, v in by_context(feature).items() if feature.corpus.labels[n] == label}
        groups.append(strongest(feature, f"label-{number}", mine, 2,
                                directory_entry(f"label-{number}", sum(np.isfinite(v).sum() for v in mine.values()), len(mine),
                                                0.0, label={"label": label})))
    for gate in ("positive", "negative"):
        for linear in ("positive", "negative"):
            groups.append(of_case(feature, f"gate-{gate}-input-{linear}", gate == "negative", linear == "negative"))
    return groups


def of_case(feature, name, gate_negative, input_negative):
    corpus, strength = feature.corpus, {}
    for number, counted in enumerate(corpus.counted):
        values, gates = feature.value[corpus.rows(number)], feature.gate[corpus.rows(number)]
        of_case = [(g < 0) == gate_negative and (v * g < 0) == input_negative for v, g in zip(values, gates)]
        if any(of_case):
            strength[number] = np.full(len(counted), -np.inf)
            strength[number][counted] = np.where(of_case, np.abs(values), -np.inf)
    return strongest(feature, name, strength, 4, directory_entry(name, sum(np.isfinite(v).sum() for v in strength.values()), len(strength)))


def labels_of(feature, highest):
    exponent = math.floor(math.log2(max(highest.values()))) - 7
    edges = checks.maxima_edges(exponent)
    found = []
    for number, label in enumerate(("a", "b", None)):
        mine = [v for n, v in highest.items() if feature.corpus.labels[n] == label]
        found.append({"number": number, "label": label, "contexts": len(mine),
                      "tokens": sum(int(feature.corpus.counted[n].sum()) for n in highest if feature.corpus.labels[n] == label),
                      "maxima": {"exponent": exponent, "notAbove0": sum(v <= 0 for v in mine), "below": sum(0 < v < edges[0] for v in mine),
                                 "counts": [sum(a <= v < b for v in mine) for a, b in zip(edges, edges[1:])]}})
    flat = [[one["maxima"]["notAbove0"], one["maxima"]["below"]] + one["maxima"]["counts"] for one in found]
    for one, mine in zip(found, flat):
        others = np.sum(flat, axis=0) - mine
        wins = sum(n * (others[:b].sum() + others[b] / 2) for b, n in enumerate(mine))
        one["auc"] = float(wins / (sum(mine) * others.sum()))
    return found


class EvidenceTest(unittest.TestCase):
    def setUp(self):
        self.feature = made_up_feature()
        self.page = page_of(self.feature)

    def tally(self):
        tally = checks.Tally()
        checks.check_statistics("f", self.page, self.feature, tally)
        checks.check_histogram("f", self.page, self.feature, tally)
        checks.check_labels("f", self.page, self.feature, tally)
        checks.check_groups("f", self.page, self.feature, SETTINGS, tally)
        return tally

    def test_a_right_page_passes(self):
        tally = self.tally()
        self.assertEqual(tally.mismatches, [])
        for name in ("AUC within bin resolution of scikit-learn", "random: sampled contexts", "sign case: complete", "histogram: bins"):
            self.assertGreater(tally.rows[name].compared, 0, name)

    def test_every_wrong_number_is_seen(self):
        changes = []
        for name in ("activeTokens", "activeContexts"):
            changes.append(lambda page, name=name: page["statistics"].__setitem__(name, page["statistics"][name] + 1))
        for name in ("density", "max", "min", "mean", "standardDeviation", "skewness", "kurtosis"):
            changes.append(lambda page, name=name: page["statistics"].__setitem__(name, page["statistics"][name] * 1.001))
        changes.append(lambda page: page["statistics"]["histogram"]["counts"].append(page["statistics"]["histogram"]["counts"].pop() + 1))
        changes.append(lambda page: page["statistics"]["histogram"]["counts"].reverse())
        changes.append(lambda page: page["statistics"].__setitem__("skewness", None))
        for label in range(3):
            changes.append(lambda page, n=label: page["labels"][n].__setitem__("auc", page["labels"][n]["auc"] + 0.01))
            changes.append(lambda page, n=label: page["labels"][n].__setitem__("contexts", page["labels"][n]["contexts"] + 1))
            changes.append(lambda page, n=label: page["labels"][n]["maxima"]["counts"].reverse())
        for number, fact in enumerate(self.page["directory"]):
            for name in ("tokens", "contexts"):
                changes.append(lambda page, n=number, name=name: page["directory"][n].__setitem__(name, page["directory"][n][name] + 3))
            changes.append(lambda page, n=number: page["groups"][n]["examples"].pop())
            changes.append(lambda page, n=number: page["groups"][n]["examples"][0].__setitem__("context", 3))
            changes.append(lambda page, n=number: page["groups"][n]["examples"][0].__setitem__("peakPosition", 0))
            if fact["name"].startswith("interval") and fact["low"]:
                changes.append(lambda page, n=number: page["directory"][n].__setitem__("low", page["directory"][n]["low"] * 1.1))
        right = copy.deepcopy(self.page)
        for number, change in enumerate(changes):
            self.page = copy.deepcopy(right)
            change(self.page)
            self.assertTrue(self.tally().mismatches, f"change {number}")

    def test_a_repeat_may_stand_for_a_context(self):
        """Two contexts with the same text: one example, and room for another at the end."""
        top = self.page["groups"][0]["examples"]
        values = by_context(self.feature)
        best = sorted(values, key=lambda number: -values[number].max())
        second = top.pop(1)
        top[0]["repeats"] = [{"context": second["context"], "peakPosition": second["peakPosition"], "peak": second["peak"]}]
        top.append(example(self.feature, best[4], int(values[best[4]].argmax())))
        self.assertEqual(self.tally().mismatches, [])
        top[0]["repeats"] = []
        self.assertTrue(self.tally().mismatches)

    def test_priorities_are_those_of_plain_integers(self):
        numbers = np.arange(50)
        self.assertEqual(checks.priorities(SETTINGS["seed"], INDEX, SHA256, numbers).tolist(), [priority_of(int(n)) for n in numbers])

    def test_the_lookup_is_that_of_its_definition(self):
        chance = np.random.default_rng(2)
        contexts = [[0] + chance.integers(1, 5, 40).tolist() for _ in range(64)]
        corpus = full_pass.Corpus(contexts, [None] * 64, full_pass.mark_counted(contexts, {0}))
        value = corpus.token_ids + chance.normal(size=corpus.tokens) / 10
        lookup = lookup_checks.Lookup(corpus, SHA256, lookup_checks.frequent_tokens(corpus))
        means, explained = lookup.of(value)
        for row, token in enumerate((1, 2, 3, 4)):
            self.assertAlmostEqual(means[row], value[lookup.fitted & (corpus.token_ids == token)].mean())
        self.assertTrue(0.98 < explained < 0.995, explained)
        page = {"lookup": {"varianceExplained": explained, "tokensFitted": int(lookup.fitted.sum()), "tokensHeldOut": int(lookup.held_out.sum()),
                           "strongest": [{"tokenId": t, "mean": means[t - 1], "count": int(lookup.seen[t - 1])} for t in (4, 3, 2, 1)]}}
        feature = checks.Feature(corpus, value, value, value)
        for change, wrong in (({}, 0), ({"varianceExplained": explained - 0.01}, 1), ({"tokensFitted": 3}, 1), ({"strongest": []}, 1)):
            tally = checks.Tally()
            lookup_checks.check_lookup("f", {"lookup": {**page["lookup"], **change}}, feature, lookup, tally)
            self.assertEqual(len(tally.mismatches), wrong, tally.mismatches)

    def test_bounds_reach_to_zero_where_a_latent_may_be_in_or_out(self):
        sae = Sae.__new__(Sae)
        sae.subtracts_bias, sae.architecture, sae.k = False, "topk", 1
        sae.weights = {"W_enc": torch.eye(3), "b_enc": torch.zeros(3)}
        x = torch.tensor([[2.0, 2.0 - 1e-7, 0.0], [2.0, 1.0, 0.0]])
        value, low, high = full_pass.latent_bounds(sae, x, [0, 1, 2])
        self.assertEqual(low[0].tolist(), [0, 0, 0])
        self.assertTrue(high[0, 1] > 1.9 and low[1, 0] > 1.9 and high[1, 1] == 0)
        self.assertEqual(value[1].tolist(), [2, 0, 0])


if __name__ == "__main__":
    unittest.main()
