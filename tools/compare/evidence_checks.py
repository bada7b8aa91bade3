"""What the index says of a feature against what follows from its activations at every token, statistic by statistic.

The rules of the index are restated here from docs/indexing.md and computed with numpy and scikit-learn, without a line of the product.
Since two correct fp32 computations of an activation differ in their last digits, every count is checked against bounds: the least and the
most that are possible when each activation lies within its own bounds (full_pass.py). Most of these are one number; the tally says how
many counts were exactly numpy's, and how many were not but within the bounds.
"""
import dataclasses

import numpy as np
from sklearn.metrics import roc_auc_score

from compare_with_transformers import stored_error

MOMENT = 1e-4  # relative
NEAR_ZERO = 0.01
NEVER = 1e-9


@dataclasses.dataclass
class Row:
    compared: int = 0
    equal: int = 0
    bounded: int = 0  # not equal, but within the bounds of rounding
    largest: float = 0.0


class Tally:
    def __init__(self):
        self.rows = {}
        self.mismatches = []

    def _row(self, statistic):
        row = self.rows.setdefault(statistic, Row())
        row.compared += 1
        return row

    def count(self, statistic, where, found, value, least, most):
        """A whole number."""
        row = self._row(statistic)
        if found == value:
            row.equal += 1
        elif found is not None and least <= found <= most:
            row.bounded += 1
        else:
            self.mismatches.append(f"{where}: {statistic} is {found}, expected {value} ({least} to {most})")

    def number(self, statistic, where, found, expected, tolerance, floor=NEVER):
        """A real number, within a share of its size (at least of floor)."""
        row = self._row(statistic)
        if found is None or expected is None:
            if (found is None) != (expected is None):
                self.mismatches.append(f"{where}: {statistic} is {found}, expected {expected}")
            else:
                row.equal += 1
            return
        apart = abs(found - expected) / max(abs(expected), floor, NEVER)
        row.largest = max(row.largest, apart)
        row.equal += apart <= tolerance
        if not apart <= tolerance:
            self.mismatches.append(f"{where}: {statistic} is {found}, expected {expected}, {apart:.1e} apart")

    def between(self, statistic, where, found, value, least, most):
        row = self._row(statistic)
        row.largest = max(row.largest, abs(found - value) / max(abs(value), NEAR_ZERO))
        row.equal += least <= found <= most
        if not least <= found <= most:
            self.mismatches.append(f"{where}: {statistic} is {found}, expected {value} ({least} to {most})")

    def true(self, statistic, where, holds, problem):
        row = self._row(statistic)
        row.equal += bool(holds)
        if not holds:
            self.mismatches.append(f"{where}: {statistic}: {problem}")

    def table(self):
        lines = [f"{'statistic':<40}{'compared':>10}{'equal':>10}{'bounded':>9}{'largest':>10}"]
        for name, row in self.rows.items():
            largest = f"{row.largest:.1e}" if row.largest else ""
            lines.append(f"{name:<40}{row.compared:>10}{row.equal:>10}{row.bounded or '':>9}{largest:>10}")
        return "\n".join(lines)


class Sorted:
    """Values with their bounds, sorted, for counting."""

    def __init__(self, value, low, high):
        self.value, self.low, self.high = np.sort(value), np.sort(low), np.sort(high)

    def count(self, start, end, last=False):
        """How many have start <= x < end (<= end if last): by value, at least, at most."""
        side = "right" if last else "left"
        below = lambda values, edge, which="left": int(np.searchsorted(values, edge, which))
        value = below(self.value, end, side) - below(self.value, start)
        least = below(self.high, end, side) - below(self.low, start)
        most = below(self.low, end, side) - below(self.high, start)
        return value, max(0, least), most

    def above(self, edge):
        size = len(self.value)
        counts = [size - int(np.searchsorted(values, edge, "right")) for values in (self.value, self.low, self.high)]
        return counts[0], counts[1], counts[2]


class Feature:
    """One feature's activations at all counted tokens, and their extremes in each context that has any."""

    def __init__(self, corpus, value, low, high, gate=None):
        self.corpus = corpus
        self.value, self.low, self.high, self.gate = value.astype(np.float64), low, high, gate
        self.sorted = Sorted(self.value, low, high)
        self.with_tokens = np.flatnonzero(np.diff(corpus.offsets) > 0)
        self.starts = corpus.offsets[self.with_tokens]
        self.maxima = self.reduce(np.maximum, self.value)
        self.low_maxima, self.high_maxima = self.reduce(np.maximum, low), self.reduce(np.maximum, high)

    def reduce(self, by, values):
        """Of each context with counted tokens."""
        return by.reduceat(values, self.starts)

    def moments(self):
        x = self.value
        mean = x.mean()
        apart = x - mean
        variance = (apart ** 2).mean()
        if x.min() == x.max():
            return mean, 0.0, None, None
        return mean, variance ** 0.5, (apart ** 3).mean() / variance ** 1.5, (apart ** 4).mean() / variance ** 2


# --- statistics and histogram ------------------------------------------------------------------------------------------------


def check_statistics(where, page, feature, tally):
    s, x = page["statistics"], feature.sorted
    tally.count("tokens", where, page["run"]["tokens"], len(x.value), len(x.value), len(x.value))
    tally.count("active tokens", where, s["activeTokens"], *x.above(0))
    tally.number("density", where, s["density"], s["activeTokens"] / len(x.value), 1e-12)
    active = [int((maxima > 0).sum()) for maxima in (feature.maxima, feature.low_maxima, feature.high_maxima)]
    tally.count("active contexts", where, s["activeContexts"], *active)
    tally.between("maximum", where, s["max"], x.value[-1], x.low[-1], x.high[-1])
    tally.between("minimum", where, s["min"], x.value[0], x.low[0], x.high[0])
    mean, deviation, skewness, kurtosis = feature.moments()
    tally.number("mean", where, s["mean"], mean, MOMENT, 0.01 * deviation)
    tally.number("standard deviation", where, s["standardDeviation"], deviation, MOMENT)
    tally.number("skewness", where, s["skewness"], skewness, MOMENT, NEAR_ZERO)
    tally.number("kurtosis", where, s["kurtosis"], kurtosis, MOMENT)


def check_histogram(where, page, feature, tally):
    edges, counts = page["statistics"]["histogram"]["edges"], page["statistics"]["histogram"]["counts"]
    width = edges[1] - edges[0] if len(edges) > 1 else 0
    smallest, largest = min(0, page["statistics"]["min"]), max(0, page["statistics"]["max"])
    exponent = np.log2(width) if width > 0 else np.nan
    tally.true("histogram: edges", where, len(edges) == len(counts) + 1 and exponent == round(exponent)
               and np.array_equal(np.array(edges), edges[0] + width * np.arange(len(edges)))
               and edges[0] == width * np.floor(smallest / width) and edges[-1] == width * (np.floor(largest / width) + 1)
               and len(counts) <= 128, f"{len(counts)} bins of {width} from {edges[:1]}")
    narrower = np.floor(largest / width * 2) - np.floor(smallest / width * 2) + 1
    tally.true("histogram: narrowest bins that suffice", where, narrower > 128 or width <= 2.0 ** -40, f"{width}")
    tally.count("histogram: total", where, sum(counts), len(feature.value), len(feature.value), len(feature.value))
    for start, end, found in zip(edges, edges[1:], counts):
        tally.count("histogram: bins", where, found, *feature.sorted.count(start, end))


# --- labels ------------------------------------------------------------------------------------------------------------------


def maxima_edges(exponent):
    return [(1 + b % 8 / 8) * 2.0 ** (exponent + b // 8) for b in range(64)] + [2.0 ** (exponent + 8)]


def check_labels(where, page, feature, tally):
    labels = np.array([label if label is not None else "" for label in feature.corpus.labels], object)[feature.with_tokens]
    tally.true("labels: all there", where, {one["label"] or "" for one in page["labels"]} == set(labels),
               f"{[one['label'] for one in page['labels']]}")
    if not page["labels"]:
        return
    sizes = np.diff(feature.corpus.offsets)[feature.with_tokens]
    everything = np.sum([[one["maxima"]["notAbove0"], one["maxima"]["below"]] + one["maxima"]["counts"] for one in page["labels"]], axis=0)
    for one in page["labels"]:
        mine = labels == (one["label"] or "")
        at = f"{where} label {one['label']}"
        tally.count("labels: contexts", at, one["contexts"], *[int(mine.sum())] * 3)
        tally.count("labels: tokens", at, one["tokens"], *[int(sizes[mine].sum())] * 3)
        check_maxima(at, one["maxima"], Sorted(feature.maxima[mine], feature.low_maxima[mine], feature.high_maxima[mine]), tally)
        check_auc(at, one, mine, everything, feature, tally)


def check_maxima(where, maxima, found, tally):
    edges = maxima_edges(maxima["exponent"])
    tally.count("labels: maxima not above 0", where, maxima["notAbove0"],
                *[len(found.value) - n for n in (found.above(0)[0], found.above(0)[2], found.above(0)[1])])
    below, least, most = found.count(np.nextafter(0, 1), edges[0])
    tally.count("labels: maxima below the bins", where, maxima["below"], below, least, most)
    for start, end, count in zip(edges, edges[1:], maxima["counts"]):
        tally.count("labels: maxima by bin", where, count, *found.count(start, end))


def check_auc(where, label, mine, everything, feature, tally):
    if mine.all() or not mine.any():
        tally.true("AUC", where, label["auc"] is None, f"{label['auc']} where it is not defined")
        return
    expected = roc_auc_score(mine, np.maximum(feature.maxima, 0))  # at or below 0 all are tied
    counts = np.array([label["maxima"]["notAbove0"], label["maxima"]["below"]] + label["maxima"]["counts"], float)
    others = everything - counts
    pairs = counts.sum() * others.sum()
    resolution = 0.5 * (counts[1:] * others[1:]).sum() / pairs
    below = np.concatenate([[0], np.cumsum(others)[:-1]])
    from_bins = (counts * (below + 0.5 * others)).sum() / pairs
    tally.number("AUC of its own bins", where, label["auc"], from_bins, 1e-6)  # stored as fp32
    unsure = (feature.low_maxima <= 0) != (feature.high_maxima <= 0)
    slack = unsure.sum() * 0.5 / min(mine.sum(), (~mine).sum())
    tally.true("AUC within bin resolution of scikit-learn", where, abs(label["auc"] - expected) <= resolution + slack + 1e-6,
               f"{label['auc']}, scikit-learn has {expected}, resolution {resolution}")
    row = tally.rows["AUC within bin resolution of scikit-learn"]
    row.largest = max(row.largest, abs(label["auc"] - expected))


# --- examples ----------------------------------------------------------------------------------------------------------------


@dataclasses.dataclass
class Score:
    """By context with counted tokens: how strong it is in a group, its bounds; -inf: not in it. Of the tokens, which count for it."""
    value: np.ndarray
    low: np.ndarray
    high: np.ndarray
    tokens: np.ndarray  # boolean

    @staticmethod
    def of(feature, value, low, high, tokens=None):
        tokens = np.ones(len(value), bool) if tokens is None else tokens
        parts = [feature.reduce(np.maximum, np.where(tokens, one, -np.inf)) for one in (value, low, high)]
        return Score(*parts, tokens)


def scores(feature, group, labels):
    """The score of contexts in a group of strongest contexts, by its name; None: another kind of group."""
    name = group["name"]
    if name == "top":
        return Score.of(feature, feature.value, feature.low, feature.high)
    if name == "bottom":
        return Score.of(feature, -feature.value, -feature.high, -feature.low)
    if name.startswith("label-"):
        score = Score.of(feature, feature.value, feature.low, feature.high)
        wanted = group["label"]["label"]
        mine = np.array([label == wanted for label in labels])[feature.with_tokens]
        return Score(*[np.where(mine, one, -np.inf) for one in (score.value, score.low, score.high)], score.tokens)
    if name.startswith("gate-"):
        case = sign_case(feature, name)
        magnitude = np.abs(feature.value)
        margin = feature.high - feature.value
        return Score.of(feature, magnitude, magnitude - margin, magnitude + margin, case)
    return None


def sign_case(feature, name):
    """Tokens whose gate and input have the signs that the name says. The input's sign is that of activation times gate."""
    _, gate, _, linear = name.split("-")
    gate_negative = np.signbit(feature.gate)
    input_negative = np.signbit(feature.value) ^ gate_negative
    return (gate_negative == (gate == "negative")) & (input_negative == (linear == "negative"))


def check_groups(where, page, feature, settings, tally):
    facts = {one["name"]: one for one in page["directory"]}
    numbers = {int(context): place for place, context in enumerate(feature.with_tokens)}
    for group in page["groups"]:
        at = f"{where} {group['name']}"
        fact = facts[group["name"]]
        score = scores(feature, fact, feature.corpus.labels)
        tally.count("groups: examples", at, len(group["examples"]), *[fact["examples"]] * 3)
        check_group_counts(at, fact, feature, score, tally)
        if score is not None:
            k = settings["labelTopK"] if group["name"].startswith("label-") else settings["topK"]
            check_strongest(at, group["examples"], feature, score, numbers, k, tally)
        for example in group["examples"]:
            check_activations(at, example, feature, numbers, score, tally)
    check_samples(where, page, feature, settings, facts, numbers, tally)


def check_group_counts(where, fact, feature, score, tally):
    name, x = fact["name"], feature.sorted
    if name == "top":
        tokens = x.above(0)
        contexts = [int((one > 0).sum()) for one in (feature.maxima, feature.low_maxima, feature.high_maxima)]
    elif name == "bottom":
        negative = Sorted(-feature.value, -feature.high, -feature.low)
        tokens = negative.above(0)
        contexts = [int((one > 0).sum()) for one in (score.value, score.low, score.high)]
    elif name.startswith("interval-"):
        last = fact["high"] == x.value[-1] or fact["high"] >= x.low[-1]
        low = fact["low"] if fact["low"] > 0 else np.nextafter(0, 1)
        high = np.inf if last else fact["high"]
        tokens = x.count(low, high)
        contexts = Sorted(feature.maxima, feature.low_maxima, feature.high_maxima).count(low, high)
    elif name.startswith("label-"):
        mine = np.isfinite(score.value)
        tokens = [int(np.diff(feature.corpus.offsets)[feature.with_tokens][mine].sum())] * 3
        contexts = [int(mine.sum())] * 3
    elif name.startswith("gate-"):
        sure = np.abs(feature.gate) > 1e-5  # a gate or an activation of size 1e-6 has no certain sign
        sure &= np.abs(feature.value) > 1e-5
        unsure = int((~sure).sum())
        tokens = [int(score.tokens.sum()), int((score.tokens & sure).sum()), int(score.tokens.sum()) + unsure]
        present = feature.reduce(np.logical_or, score.tokens)
        surely = feature.reduce(np.logical_or, score.tokens & sure)
        perhaps = feature.reduce(np.logical_or, score.tokens | ~sure)
        contexts = [int(present.sum()), int(surely.sum()), int(perhaps.sum())]
    else:
        tokens, contexts = [len(feature.value)] * 3, [len(feature.with_tokens)] * 3
    kind = name.rstrip("0123456789").rstrip("-") if not name.startswith("gate-") else "sign case"
    tally.count(f"{kind}: tokens", where, fact["tokens"], *tokens)
    tally.count(f"{kind}: contexts", where, fact["contexts"], *contexts)


def kind_of(where):
    name = where.split()[-1]
    return "sign case" if name.startswith("gate-") else name.rstrip("0123456789").rstrip("-")


def check_strongest(where, examples, feature, score, numbers, k, tally):
    """The group holds every context that is as strong as its weakest example: as an example, or as a repeat of one."""
    kind = kind_of(where)
    places = [(example["context"], abs(example["peak"])) for example in examples]
    repeats = [(repeat["context"], abs(repeat["peak"])) for example in examples for repeat in example["repeats"]]
    all_contexts = [context for context, _ in places + repeats]
    tally.true(f"{kind}: no context twice", where, len(set(all_contexts)) == len(all_contexts), f"{all_contexts}")
    peaks = [peak for _, peak in places]
    tally.true(f"{kind}: strongest first", where, all(a >= b for a, b in zip(peaks, peaks[1:])), f"{peaks}")
    for context, peak in places + repeats:
        place = numbers.get(context)
        if place is None:
            tally.true(f"{kind}: peaks", where, False, f"context {context} has no counted token")
            continue
        tally.between(f"{kind}: peaks", f"{where} context {context}", peak, score.value[place], score.low[place], score.high[place])
    bar = peaks[-1] if len(peaks) == k else 0.0
    full = any(len(example["repeats"]) >= 100 for example in examples)
    missing = [int(feature.with_tokens[place]) for place in np.flatnonzero(score.low > bar) if feature.with_tokens[place] not in all_contexts]
    tally.true(f"{kind}: complete", where, not missing or full, f"contexts {missing[:5]} are stronger than {bar} and not there")
    expected = [int(feature.with_tokens[place]) for place in np.argsort(-score.value, kind="stable")[:len(all_contexts)]]
    row = tally._row(f"{kind}: the very contexts of numpy")
    row.equal += set(expected) == set(all_contexts)
    row.bounded += set(expected) != set(all_contexts)


def check_activations(where, example, feature, numbers, score, tally):
    corpus, number = feature.corpus, example["context"]
    kind = kind_of(where)
    tally.true("examples: token ids", f"{where} context {number}", example["tokenIds"] == list(corpus.contexts[number]), "differ")
    expected = np.zeros(len(corpus.contexts[number]))
    low, high = expected.copy(), expected.copy()
    counted, rows = corpus.counted[number], corpus.rows(number)
    expected[counted], low[counted], high[counted] = feature.value[rows], feature.low[rows], feature.high[rows]
    found = np.array(example["activations"], float)
    if found.shape != expected.shape:
        tally.true("examples: activations", where, False, f"{found.size} for {expected.size} tokens")
        return
    slack = stored_error(found)
    outside = np.flatnonzero((found < low - slack) | (found > high + slack))
    apart = np.abs(found - expected) / np.maximum(np.abs(expected), NEAR_ZERO)
    surely = high - low < 1e-3  # not at a threshold
    row = tally.rows.setdefault("examples: activations", Row())
    row.compared += len(found)
    row.equal += len(found) - len(outside)
    row.largest = max(row.largest, float(apart[surely].max(initial=0)))
    if len(outside):
        at = outside[0]
        tally.mismatches.append(f"{where} context {number}: activation at {at} is {found[at]}, expected {expected[at]}")
    peak = example["peakPosition"]
    tally.true("examples: peak is where it is said to be", f"{where} context {number}",
               counted[peak] and found[peak] == example["peak"], f"position {peak}")
    if score is not None and number in numbers:
        strength = abs(expected[peak])
        tally.true(f"{kind}: peak positions", f"{where} context {number}",
                   strength + 2 * (high[peak] - low[peak]) >= score.low[numbers[number]], f"position {peak} has {expected[peak]}")


# --- samples -----------------------------------------------------------------------------------------------------------------

GOLDEN = 0x9E37_79B9_7F4A_7C15
WORD = (1 << 64) - 1


def mix(bits):
    """The finaliser of SplitMix64, of an array of unsigned 64-bit numbers."""
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58_476D_1CE4_E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D0_49BB_1331_11EB)
    return bits ^ (bits >> np.uint64(31))


def priorities(seed, index, corpus_sha256, contexts):
    """Of contexts by number, to be compared as signed numbers."""
    with np.errstate(over="ignore"):
        one = lambda number: np.array([number & WORD], np.uint64)
        feature_key = mix(mix(one(seed + GOLDEN)) + one(index))
        ids = (np.uint64(int(corpus_sha256[:8], 16) << 32) | contexts.astype(np.uint64)) + np.uint64(GOLDEN)
        return mix(feature_key ^ mix(ids)).view(np.int64)


def check_samples(where, page, feature, settings, facts, numbers, tally):
    """The samples are those that the hash chooses among all contexts of their range."""
    priority = priorities(settings["seed"], page["index"], page["run"]["corpusSha256"], feature.with_tokens)
    order = np.argsort(priority)
    for group in page["groups"]:
        name = group["name"]
        found = [example["context"] for example in group["examples"]]
        if name == "random":
            expected = [int(feature.with_tokens[place]) for place in order[:settings["randomSamples"]]]
            tally.true("random: sampled contexts", f"{where} {name}", sorted(found) == sorted(expected), f"{found}, expected {expected}")
        if name.startswith("interval-"):
            fact = facts[name]
            last = fact["high"] >= feature.sorted.low[-1]
            inside = lambda maxima: (maxima > 0) & (maxima >= fact["low"]) & ((maxima < fact["high"]) | last)
            eligible, sure = inside(feature.maxima), inside(feature.low_maxima) & inside(feature.high_maxima)
            perhaps = eligible | inside(feature.low_maxima) | inside(feature.high_maxima)
            expected = [int(feature.with_tokens[place]) for place in order if eligible[place]][:settings["intervalSamples"]]
            row = tally._row("interval: sampled contexts")
            if sorted(found) == sorted(expected):
                row.equal += 1
            elif all(context in numbers and perhaps[numbers[context]] for context in found) and (perhaps != sure).any():
                row.bounded += 1
            else:
                tally.mismatches.append(f"{where} {name}: samples {found}, expected {expected}")
    if feature.sorted.low[-1] > 0:
        check_bounds(where, page, settings, tally)


def check_bounds(where, page, settings, tally):
    """Bounds are the edges of histogram bins that are nearest to even spacing, and the last one is the maximum."""
    intervals = [one for one in page["directory"] if one["name"].startswith("interval-")]
    maximum, edges = page["statistics"]["max"], np.array(page["statistics"]["histogram"]["edges"])
    width = edges[1] - edges[0]
    for one in intervals:
        number = int(one["name"].split("-")[1])
        for bound, j in ((one["low"], number), (one["high"], number + 1)):
            even = maximum * j / settings["intervals"]
            holds = bound == maximum if j == settings["intervals"] else abs(bound - even) <= width / 2 * (1 + 1e-6) and bound / width == round(bound / width)
            tally.true("interval: bounds", f"{where} {one['name']}", holds, f"{bound}, evenly spaced {even}, bins {width}")
