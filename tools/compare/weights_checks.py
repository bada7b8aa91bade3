"""What the index says of a feature's weights against torch: norms, logit effects, nearest features."""
import numpy as np
import torch
from torch.nn.functional import normalize

TOLERANCE = 1e-4
COSINE = 1e-5


class Weights:
    """What features read and write, by source: neurons of all layers and the latents of SAEs, [feature, dModel] in fp64."""

    def __init__(self, model, listened):
        self.read, self.write, self.in_residual = {}, {}, {}
        if hasattr(model, "transformer"):
            self.norm, blocks = model.transformer.ln_f, model.transformer.h
            self.centred = True
            pairs = [(block.mlp.c_fc.weight.T, block.mlp.c_proj.weight) for block in blocks]
        else:
            self.norm, blocks = model.model.norm, model.model.layers
            self.centred = False
            pairs = [(block.mlp.gate_proj.weight, block.mlp.down_proj.weight.T) for block in blocks]
        self.unembedding = model.get_output_embeddings().weight.detach().double()
        for layer, (read, write) in enumerate(pairs):
            self.read[f"{layer}-mlp"], self.write[f"{layer}-mlp"] = read.detach().double(), write.detach().double()
        for sae in listened:
            self.read[sae.name], self.write[sae.name] = sae.weights["W_enc"].T.double(), sae.weights["W_dec"].double()

    def effects(self, source, index):
        """On the logits, through the linear part of the final norm."""
        row = self.write[source][index]
        row = row - row.mean() if self.centred else row
        return (self.unembedding @ (row * self.norm.weight.detach().double())).numpy()

    def cosines(self, source, index):
        """To all features of all sources; itself left out."""
        row = normalize(self.write[source][index], dim=0)
        found = {name: (normalize(rows, dim=1) @ row).numpy() for name, rows in self.write.items()}
        found[source][index] = -2
        return found


def check_weights(where, page, weights, tally):
    found, source, index = page["weights"], page["source"], page["index"]
    if found is None:
        tally.true("weights", where, False, "none on the page")
        return
    read, write = weights.read[source][index], weights.write[source][index]
    tally.number("weights: input norm", where, found["inputNorm"], float(read.norm()), TOLERANCE)
    tally.number("weights: output norm", where, found["outputNorm"], float(write.norm()), TOLERANCE)
    cosine = float(read @ write / (read.norm() * write.norm()))
    tally.number("weights: cosine of input and output", where, found["inputOutputCosine"], cosine, COSINE, 1)
    check_logits(where, found["logits"], weights.effects(source, index), tally)
    check_similar(where, found["similar"], weights.cosines(source, index), source, tally)


def check_logits(where, found, effects, tally):
    scale = float(np.abs(effects).max())
    for name, sign in (("top", 1), ("bottom", -1)):
        best = np.sort(sign * effects)[::-1]
        for rank, entry in enumerate(found[name]):
            tally.number(f"logit effects: {name}", f"{where} rank {rank}", entry["effect"], effects[entry["tokenId"]], TOLERANCE, scale)
            tally.number(f"logit effects: {name} rank", f"{where} rank {rank}", sign * entry["effect"], best[rank], TOLERANCE, scale)
    edges, counts = found["histogram"]["edges"], found["histogram"]["counts"]
    tally.count("logit effects: vocabulary", where, sum(counts), *[len(effects)] * 3)
    margin = 1e-5 * scale
    ordered = np.sort(effects)
    below = lambda edge: int(np.searchsorted(ordered, edge))
    for start, end, count in zip(edges, edges[1:], counts):
        tally.count("logit effects: histogram", where, count, below(end) - below(start),
                    max(0, below(end - margin) - below(start + margin)), below(end + margin) - below(start - margin))


def check_similar(where, found, cosines, source, tally):
    """In the own source, and in all others: each entry's cosine, and that none nearer was left out."""
    own = [entry for entry in found if entry["source"] == source]
    others = [entry for entry in found if entry["source"] != source]
    for entry in found:
        if entry["source"] in cosines:
            tally.number("similar: cosines", f"{where} ~ {entry['source']}/{entry['index']}", entry["value"],
                         float(cosines[entry["source"]][entry["index"]]), COSINE, 1)
    for name, entries, values in (("own source", own, cosines[source]),
                                  ("other sources", others, np.concatenate([v for n, v in cosines.items() if n != source] or [np.zeros(0)]))):
        best = np.sort(values)[::-1][:len(entries)]
        for rank, entry in enumerate(entries):
            tally.number(f"similar: nearest in {name}", f"{where} rank {rank}", entry["value"], float(best[rank]), COSINE, 1)
