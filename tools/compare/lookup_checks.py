"""The token lookup of a feature against numpy.

The table has the 512 most frequent of the first 200,000 counted tokens (whole contexts; of equally frequent ones the lower ids). Contexts are
dealt out by the last three bits of the hash of their id: fitted where these are 0 or 1, held out where they are 2. A token seen fewer than
5 times where the table is fitted counts with all others, which have one mean together.
"""
import json

import numpy as np

from evidence_checks import GOLDEN, NEAR_ZERO, mix

LOOKED_AT = 200_000
TOKENS = 512
LEAST_SEEN = 5
TOLERANCE = 1e-4


def frequent_tokens(corpus):
    """Of a corpus that is not ended by a limit of tokens: the lookup's tokens are chosen before."""
    contexts = int(np.searchsorted(corpus.offsets, LOOKED_AT))  # the context that reaches the number is the last
    ids, counts = np.unique(corpus.token_ids[:corpus.offsets[min(contexts, len(corpus.contexts))]], return_counts=True)
    return np.sort(ids[np.lexsort((ids, -counts))][:TOKENS])


class Lookup:
    """What all features of a run share: which tokens are fitted, which held out, and the row of each in the table."""

    def __init__(self, corpus, corpus_sha256, tokens):
        self.tokens = tokens
        with np.errstate(over="ignore"):
            ids = np.uint64(int(corpus_sha256[:8], 16) << 32) | np.arange(len(corpus.contexts), dtype=np.uint64)
            part = mix(ids + np.uint64(GOLDEN)) & np.uint64(7)
        part = np.repeat(part, np.diff(corpus.offsets))
        self.fitted, self.held_out = part <= 1, part == 2
        place = np.minimum(np.searchsorted(tokens, corpus.token_ids), len(tokens) - 1)
        rows = np.where(tokens[place] == corpus.token_ids, place, len(tokens))
        seen = np.bincount(rows[self.fitted], minlength=len(tokens) + 1)
        self.rows = np.where(seen[rows] < LEAST_SEEN, len(tokens), rows)
        self.seen = np.bincount(self.rows[self.fitted], minlength=len(tokens) + 1)

    def of(self, value):
        """The table's means, row by row, and the variance it explains."""
        x, rows = value[self.fitted], self.rows[self.fitted]
        sums = np.bincount(rows, x, minlength=len(self.seen))
        means = np.where(self.seen > 0, sums / np.maximum(self.seen, 1), x.mean())
        held, rows = value[self.held_out], self.rows[self.held_out]
        total = ((held - held.mean()) ** 2).sum()
        return means, 1 - ((held - means[rows]) ** 2).sum() / total if total > 1e-12 * (held ** 2).sum() else 0.0


def check_lookup(where, page, feature, lookup, tally):
    found = page["lookup"]
    if found is None:
        tally.true("lookup", where, False, "none on the page")
        return
    tally.count("lookup: tokens fitted", where, found["tokensFitted"], *[int(lookup.fitted.sum())] * 3)
    tally.count("lookup: tokens held out", where, found["tokensHeldOut"], *[int(lookup.held_out.sum())] * 3)
    means, explained = lookup.of(feature.value)
    tally.number("lookup: variance explained", where, found["varianceExplained"], explained, TOLERANCE, 1)
    shown = np.flatnonzero((lookup.seen[:-1] >= LEAST_SEEN) & (means[:-1] > 0))
    best = np.sort(means[:-1][shown])[::-1]
    tally.count("lookup: strongest tokens", where, len(found["strongest"]), *[min(10, len(best))] * 3)
    for rank, entry in enumerate(found["strongest"]):
        at = f"{where} rank {rank}"
        row = int(np.searchsorted(lookup.tokens, entry["tokenId"]))
        known = row < len(lookup.tokens) and lookup.tokens[row] == entry["tokenId"]
        tally.true("lookup: token is frequent", at, known, f"token {entry['tokenId']}")
        if known and rank < len(best):
            tally.count("lookup: count", at, entry["count"], *[int(lookup.seen[row])] * 3)
            tally.number("lookup: mean", at, entry["mean"], means[row], TOLERANCE, NEAR_ZERO)
            tally.number("lookup: rank", at, entry["mean"], best[rank], TOLERANCE, NEAR_ZERO)


def check_manifest(page, lookup, tally):
    """The tokens of the table, where the run's manifest is shown."""
    manifest = page["run"].get("manifest")
    if manifest:
        tokens = json.loads(manifest) if isinstance(manifest, str) else manifest
        tally.true("lookup: tokens of the manifest", "run", tokens.get("lookupTokens") == lookup.tokens.tolist(), "differ")
