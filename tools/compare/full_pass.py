"""The activations of some features at every counted token of a corpus, computed by transformers and plain torch.

Each activation comes with the bounds between which another correct fp32 computation of it may lie. Sums that are added in another
order differ in their last digits: ABSOLUTE and RELATIVE bound that for what enters an activation function (measured: transformers in
fp32 against fp64, see README). For a neuron the bounds lie that far around it. A latent's bounds are its activation function of the
bounds of its pre-activation, so at a JumpReLU's threshold, or at the k-th place of a TopK, they reach from 0 to the whole activation.
"""
import dataclasses

import numpy as np
import torch

ABSOLUTE = 1e-5
RELATIVE = 1e-5


@dataclasses.dataclass
class Corpus:
    """All contexts, and their counted tokens one after another."""
    contexts: list
    labels: list  # of each context, None: no label
    counted: list  # of each context, a boolean array
    offsets: np.ndarray = None  # [contexts + 1], in counted tokens
    token_ids: np.ndarray = None  # [tokens]

    def __post_init__(self):
        self.offsets = np.concatenate([[0], np.cumsum([one.sum() for one in self.counted])]).astype(np.int64)
        ids = [np.array(context)[counted] for context, counted in zip(self.contexts, self.counted)]
        self.token_ids = np.concatenate(ids) if ids else np.zeros(0, np.int64)

    @property
    def tokens(self):
        return int(self.offsets[-1])

    def rows(self, context):
        return slice(self.offsets[context], self.offsets[context + 1])


def mark_counted(contexts, special):
    """Position 0 and special tokens never count."""
    special = np.array(sorted(special))
    marks = []
    for context in contexts:
        counted = ~np.isin(context, special)
        counted[0] = False
        marks.append(counted)
    return marks


@dataclasses.dataclass
class Activations:
    """Of one source's wanted features: [token, feature] in fp32. gate: of a gated MLP, before its activation function."""
    value: np.ndarray
    low: np.ndarray = None
    high: np.ndarray = None
    gate: np.ndarray = None

    def bounds(self, column):
        if self.low is not None:
            return self.low[:, column].astype(np.float64), self.high[:, column].astype(np.float64)
        value = self.value[:, column].astype(np.float64)
        margin = ABSOLUTE + RELATIVE * np.abs(value)
        return value - margin, value + margin


def margin(pre):
    return ABSOLUTE + RELATIVE * pre.abs()


def latent_bounds(sae, x, indices):
    """Value, lower and upper bound of the wanted latents at some tokens; x [tokens, dIn]."""
    w = sae.weights
    pre = (x - w["b_dec"] if sae.subtracts_bias else x) @ w["W_enc"] + w["b_enc"]
    scale = 1 + float(x.abs().max())  # a sum of dIn products is as wrong as its largest terms allow
    wanted = pre[:, indices]
    near = margin(wanted) * max(1.0, scale / 8)
    if sae.architecture == "jumprelu":
        threshold = w["threshold"][indices]
        return [torch.relu(one) * (one > threshold) for one in (wanted, wanted - near, wanted + near)]
    if sae.architecture == "topk":
        best = pre.topk(sae.k + 1, dim=-1).values
        last_in, first_out = best[:, -2:-1], best[:, -1:]
        is_in = wanted >= last_in
        surely_in = is_in & (wanted - first_out > 2 * near)
        perhaps_in = is_in | (last_in - wanted <= 2 * near)
        return [torch.relu(wanted) * is_in, torch.relu(wanted - near) * surely_in, torch.relu(wanted + near) * perhaps_in]
    return [torch.relu(one) for one in (wanted, wanted - near, wanted + near)]


def mlp_parts(model, layer):
    """The module whose input is the MLP activation, and of a gated MLP the one whose output is the gate."""
    if hasattr(model, "transformer"):
        return model.transformer.h[layer].mlp.c_proj, None
    mlp = model.model.layers[layer].mlp
    return mlp.down_proj, mlp.gate_proj


def run(model, corpus, features, saes, batch_contexts=32, report=lambda share: None):
    """Activations by source name; features: wanted indices by source; saes: those among the sources."""
    seen = {}
    handles = []
    for source, indices in features.items():
        if source.endswith("-mlp") and source[:-4].isdigit():
            after, gate = mlp_parts(model, int(source[:-4]))
            handles.append(after.register_forward_pre_hook(
                lambda _, args, source=source, indices=indices: seen.__setitem__(source, args[0][..., indices])))
            if gate is not None:
                handles.append(gate.register_forward_hook(
                    lambda _, __, out, source=source, indices=indices: seen.__setitem__(source + " gate", out[..., indices])))
    for sae in saes:
        handles.append(sae.module(model).register_forward_hook(
            lambda _, __, out, name=sae.name: seen.__setitem__(name, out[0] if isinstance(out, tuple) else out)))
    latents = {sae.name: sae for sae in saes}
    result = {}

    def put(source, part, rows, values):
        one = result.setdefault(source, Activations(None))
        array = getattr(one, part)
        if array is None:
            array = np.zeros((corpus.tokens, values.shape[1]), np.float32)
            setattr(one, part, array)
        array[rows] = values.numpy()

    order = sorted(range(len(corpus.contexts)), key=lambda number: -len(corpus.contexts[number]))
    for first in range(0, len(order), batch_contexts):
        batch = order[first:first + batch_contexts]
        ids = torch.zeros(len(batch), len(corpus.contexts[batch[0]]), dtype=torch.long)
        for row, number in enumerate(batch):
            ids[row, :len(corpus.contexts[number])] = torch.tensor(corpus.contexts[number])
        with torch.inference_mode():
            model.base_model(input_ids=ids, use_cache=False)  # padding stands at the end, and attention looks back only
            for row, number in enumerate(batch):
                counted = torch.from_numpy(np.flatnonzero(corpus.counted[number]))
                rows = corpus.rows(number)
                for source, indices in features.items():
                    x = seen[source][row][counted]
                    if source in latents:
                        for part, values in zip(("value", "low", "high"), latent_bounds(latents[source], x, indices)):
                            put(source, part, rows, values)
                    else:
                        put(source, "value", rows, x)
                        if source + " gate" in seen:
                            put(source, "gate", rows, seen[source + " gate"][row][counted])
        report((first + len(batch)) / len(order))
    for handle in handles:
        handle.remove()
    return result
