"""SAEs in SAELens' layout, computed with plain torch for the comparison: latents, reconstructions, fidelity.

Fidelity, restated here without a line of the product:
  mean L0    activations above 0 of all latents together, over all counted tokens
  dead       latents that are above 0 at no counted token
  FVU        the squared error of the reconstruction over the squared distance to the mean, each summed over measured tokens and
             dimensions. Contexts are read 16 batches at a time and sorted by falling length, equal ones as they came; all batches
             are measured until they hold 16,384 counted tokens, from then on batch n (from 0) is if n % 8 = (n // 8) % 8.
"""
import dataclasses
import json
import pathlib

import numpy as np
import torch
from safetensors.torch import load_file

WINDOW_BATCHES = 16
ENOUGH_TOKENS = 16_384
EVERY = 8


class Sae:
    def __init__(self, folder, dtype):
        config = json.loads((folder / "cfg.json").read_text(encoding="utf-8"))
        self.architecture = config["architecture"]
        if self.architecture not in ("standard", "jumprelu", "topk") or config.get("normalize_activations", "none") != "none":
            raise SystemExit(f"{folder}: this script knows standard, jumprelu and topk SAEs without normalisation")
        self.hook = config["metadata"]["hook_name"]
        self.k = config.get("k")
        self.subtracts_bias = config.get("apply_b_dec_to_input", True)
        self.weights = {name: tensor.to(dtype) for name, tensor in load_file(folder / "sae_weights.safetensors").items()}
        self.features = self.weights["W_enc"].shape[1]
        _, layer, site = self.hook.split(".", 2)
        self.layer = int(layer)
        self.name = f"{layer}-{site.replace('hook_', '').replace('.', '-').replace('_', '-')}-{self.architecture}"

    def module(self, model):
        """The module whose output is what the SAE reads."""
        layers = model.transformer.h if hasattr(model, "transformer") else model.model.layers
        modules = {"hook_resid_post": layers[self.layer], "hook_mlp_out": layers[self.layer].mlp}
        site = self.hook.split(".", 2)[2]
        if site not in modules:
            raise SystemExit(f"{self.hook}: this script reads {sorted(modules)}")
        return modules[site]

    def latents(self, x):
        w = self.weights
        pre = (x - w["b_dec"] if self.subtracts_bias else x) @ w["W_enc"] + w["b_enc"]
        if self.architecture == "jumprelu":
            return torch.relu(pre) * (pre > w["threshold"])
        if self.architecture == "topk":
            values, indices = pre.topk(self.k, dim=-1)
            return torch.zeros_like(pre).scatter(-1, indices, torch.relu(values))
        return torch.relu(pre)

    def reconstruction(self, latents):
        return latents @ self.weights["W_dec"] + self.weights["b_dec"]


@dataclasses.dataclass
class Fidelity:
    """Sums of one SAE: over all counted tokens the active ones of each latent; of each context what FVU needs."""
    active: np.ndarray
    tokens: int = 0
    contexts: list = dataclasses.field(default_factory=list)  # by number: tokens, squared error, sum of squares, sums

    def add(self, x, latents, reconstruction, counted):
        """One batch: tensors [contexts, positions, …], counted an array [contexts, positions]."""
        for row, positions in enumerate(counted):
            kept = torch.from_numpy(positions)
            true = x[row][kept].double()
            error = true - reconstruction[row][kept].double()
            self.active += (latents[row][kept] > 0).sum(dim=0).numpy()
            self.tokens += len(true)
            self.contexts.append((len(true), float(error.square().sum()), float(true.square().sum()), true.sum(dim=0).numpy()))

    def mean_l0(self):
        return self.active.sum() / self.tokens

    def dead(self):
        return int((self.active == 0).sum())

    def fvu(self, lengths, batch_contexts):
        """FVU over the measured contexts, and their tokens; lengths of all contexts, the beginning-of-text token included."""
        measured = [self.contexts[number] for number in measured_contexts(lengths, batch_contexts, [one[0] for one in self.contexts])]
        tokens = sum(one[0] for one in measured)
        total = sum(one[3] for one in measured)
        variance = sum(one[2] for one in measured) - float((total * total).sum()) / tokens
        return sum(one[1] for one in measured) / variance, tokens


def measured_contexts(lengths, batch_contexts, counted):
    """Numbers of the contexts whose reconstruction the product measures."""
    chosen, tokens, batch_number = [], 0, 0
    window = WINDOW_BATCHES * batch_contexts
    for first in range(0, len(lengths), window):
        numbers = sorted(range(first, min(len(lengths), first + window)), key=lambda number: -lengths[number])
        for start in range(0, len(numbers), batch_contexts):
            batch = numbers[start:start + batch_contexts]
            if tokens < ENOUGH_TOKENS or batch_number % EVERY == batch_number // EVERY % EVERY:
                chosen += batch
                tokens += sum(counted[number] for number in batch)
            batch_number += 1
    return chosen


def compare_fidelity(where, page, fidelity, lengths, figures):
    """The site's figures of an SAE against ours. FVU to the digits that pages show, the others exactly but for some rounding."""
    site = page["fidelity"]
    fvu, tokens = fidelity.fvu(lengths, page["run"]["batchContexts"])
    figures.fidelity.append(f"{where}: FVU {site['fvu']:.6f} (here {fvu:.6f}) over {site['fvuTokens']} tokens, mean L0 "
                            f"{site['meanL0']:.4f} (here {fidelity.mean_l0():.4f}), dead {site['deadFeatures']} (here {fidelity.dead()})")
    if site["fvuTokens"] != tokens:
        figures.mismatches.append(f"{where}: FVU over {site['fvuTokens']} tokens, expected {tokens}")
    if f"{site['fvu']:.2e}" != f"{fvu:.2e}" and not abs(site["fvu"] - fvu) <= 1e-3 * fvu:
        figures.mismatches.append(f"{where}: FVU {site['fvu']}, expected {fvu}")
    if not abs(site["meanL0"] - fidelity.mean_l0()) <= 1e-4 * fidelity.mean_l0():
        figures.mismatches.append(f"{where}: mean L0 {site['meanL0']}, expected {fidelity.mean_l0()}")
    if site["deadFeatures"] != fidelity.dead():
        figures.mismatches.append(f"{where}: {site['deadFeatures']} dead latents, expected {fidelity.dead()}")


def parse_folders(folders, dtype):
    return [Sae(pathlib.Path(folder), dtype) for folder in folders]
