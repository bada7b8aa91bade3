"""That the comparison passes what it should and sees what it must. Needs no model and no site.

Usage:  python -m unittest discover tools/compare
"""
import copy
import unittest

import numpy as np
import torch
from tokenizers import Tokenizer, models, pre_tokenizers

import saes
from compare_with_transformers import TOP_K, Evidence, Figures, as_page, compare_feature, compare_run, cut_into_contexts

CONTEXTS = 60
LENGTH = 9


def made_up_evidence(seed=7):
    """Random activations of one neuron over contexts of which the last position of each third one is special."""
    activations = np.random.default_rng(seed).normal(size=(CONTEXTS, LENGTH))
    counted = np.ones(activations.shape, bool)
    counted[:, 0] = False
    counted[::3, -1] = False
    activations[~counted] = 0.0
    evidence = Evidence()
    for first in range(0, CONTEXTS, 7):
        rows = slice(first, first + 7)
        evidence.add(first, [LENGTH] * len(activations[rows]), activations[rows], counted[rows])
    return evidence, activations, counted


class ComparisonTest(unittest.TestCase):
    def setUp(self):
        self.evidence, self.activations, self.counted = made_up_evidence()
        self.tokens = int(self.counted.sum())
        self.contexts = [[0] + [number] * (LENGTH - 1) for number in range(CONTEXTS)]
        self.page = as_page(self.evidence, self.contexts, self.tokens)
        self.examples = self.page["groups"][0]["examples"]

    def mismatches(self):
        figures = Figures()
        compare_feature("n", self.page, self.evidence, self.contexts, self.tokens, figures)
        return figures.mismatches

    def store_as_halves(self):
        for example in self.examples:
            example["activations"] = np.array(example["activations"], np.float16).astype(float).tolist()
            example["activations"][example["peakPosition"]] = example["peak"]

    def test_evidence_equals_a_plain_sort(self):
        maxima = np.where(self.counted, self.activations, -np.inf).max(axis=1)
        expected = sorted((-maximum, number) for number, maximum in enumerate(maxima) if maximum > 0)[:TOP_K]
        self.assertEqual([(-e["peak"], e["context"]) for e in self.examples], expected)
        values = self.activations[self.counted]
        self.assertAlmostEqual(self.page["statistics"]["density"], (values > 0).mean())
        self.assertAlmostEqual(self.page["statistics"]["mean"], values.mean())

    def test_equal_maxima_go_to_the_smaller_context(self):
        evidence = Evidence()
        for first in (0, 30):
            evidence.add(first, [2] * 30, np.tile([0.0, 1.0], (30, 1)), np.tile([False, True], (30, 1)))
        self.assertEqual([one[1] for one in evidence.kept[:TOP_K]], list(range(TOP_K)))

    def test_a_silent_neuron_has_no_examples(self):
        evidence = Evidence()
        evidence.add(0, [2], np.array([[0.0, -1.0]]), np.array([[False, True]]))
        self.assertEqual(evidence.kept, [])

    def test_half_floats_pass(self):
        self.store_as_halves()
        self.assertEqual(self.mismatches(), [])

    def test_tied_contexts_may_change_places(self):
        first, second = self.evidence.kept[0], self.evidence.kept[1]
        self.evidence.kept[1] = (first[0] * (1 - 1e-6), second[1], first[2] * (1 - 1e-6))
        self.page = as_page(self.evidence, self.contexts, self.tokens)
        self.examples = self.page["groups"][0]["examples"]
        self.examples[0], self.examples[1] = self.examples[1], self.examples[0]
        self.assertEqual(self.mismatches(), [])

    def test_every_alteration_is_seen(self):
        def shift_peak(e):
            e["peakPosition"] += 1 if e["peakPosition"] < LENGTH - 1 else -1

        def scale_activation(e):
            position = int(np.argmin(np.abs(np.array(e["activations"]) + 0.5)))
            e["activations"][position] *= 1.05

        def activate_the_first_position(e):
            e["activations"][0] = 0.01

        def change_the_peak_alone(e):
            e["peak"] *= 1.00001

        alterations = [
            shift_peak, scale_activation, activate_the_first_position, change_the_peak_alone,
            lambda e: e.update(context=(e["context"] + 1) % CONTEXTS),
            lambda e: e.update(peak=e["peak"] * 1.002),
            lambda e: e.update(tokenIds=e["tokenIds"][:-1] + [99]),
            lambda e: e.update(activations=e["activations"][:-1]),
            lambda e: e["activations"].__setitem__(3, float("nan")),
        ]
        original = copy.deepcopy(self.page)
        for alter in alterations:
            for rank in (0, TOP_K - 1):
                self.page = copy.deepcopy(original)
                alter(self.page["groups"][0]["examples"][rank])
                self.assertTrue(self.mismatches(), f"{alter} at rank {rank}")

    def test_order_and_number_of_examples_matter(self):
        self.examples[0], self.examples[1] = self.examples[1], self.examples[0]
        self.assertTrue(self.mismatches())
        self.examples[0], self.examples[1] = self.examples[1], self.examples[0]
        self.assertEqual(self.mismatches(), [])
        del self.examples[-1]
        self.assertTrue(self.mismatches())

    def test_statistics_matter(self):
        for name in ("max", "min", "mean", "density"):
            page = copy.deepcopy(self.page)
            self.page["statistics"][name] += 0.02
            self.assertTrue(self.mismatches(), name)
            self.page = page

    def test_a_run_of_another_corpus_is_seen(self):
        figures = Figures()
        compare_run({"contextTokens": LENGTH, "contexts": CONTEXTS - 1, "tokens": 5}, self.contexts, self.tokens, LENGTH, figures)
        self.assertEqual(len(figures.mismatches), 2)


class SaesTest(unittest.TestCase):
    def test_all_contexts_are_measured_until_there_are_enough_tokens(self):
        self.assertEqual(saes.measured_contexts([5, 9, 7], 2, [4, 8, 6]), [1, 2, 0])

    def test_then_one_batch_of_each_eight_at_a_place_that_moves_on(self):
        lengths = [saes.ENOUGH_TOKENS + 1] * 40
        self.assertEqual(saes.measured_contexts(lengths, 1, [saes.ENOUGH_TOKENS] * 40), [0, 9, 18, 27, 36])

    def test_fvu_is_that_of_its_definition(self):
        x = torch.from_numpy(np.random.default_rng(3).normal(size=(4, 5, 6)))
        fidelity = saes.Fidelity(np.zeros(2, np.int64))
        counted = np.ones((4, 5), bool)
        counted[:, 0] = False
        latents = torch.zeros(4, 5, 2)
        latents[0, 0, 0] = latents[1, 1, 1] = 1
        fidelity.add(x, latents, torch.full_like(x, 0.25), counted)
        kept = x[:, 1:].reshape(-1, 6)
        expected = float((kept - 0.25).square().sum() / (kept - kept.mean(dim=0)).square().sum())
        fvu, tokens = fidelity.fvu([5] * 4, 2)
        self.assertAlmostEqual(fvu, expected)
        self.assertEqual((tokens, fidelity.mean_l0(), fidelity.dead()), (16, 1 / 16, 1))

    def test_other_figures_are_seen(self):
        fidelity = saes.Fidelity(np.array([3, 0]), 6, [(6, 1.0, 10.0, np.zeros(2))])
        good = {"fvu": 0.1, "fvuTokens": 6, "meanL0": 0.5, "deadFeatures": 1}
        for change in ({}, {"fvu": 0.102}, {"fvuTokens": 5}, {"meanL0": 0.501}, {"deadFeatures": 2}):
            figures = Figures()
            saes.compare_fidelity("s", {"fidelity": {**good, **change}, "run": {"batchContexts": 2}}, fidelity, [7], figures)
            self.assertEqual(len(figures.mismatches), len(change), change)


class ContextsTest(unittest.TestCase):
    def test_documents_are_cut_apart_and_begin_with_the_beginning_of_text(self):
        tokenizer = Tokenizer(models.WordLevel({"<bos>": 0, "a": 1, "b": 2, "c": 3}, unk_token="a"))
        tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
        self.assertEqual(cut_into_contexts(["a b c", "", "b", "a b"], tokenizer, 0, 3), [[0, 1, 2], [0, 3], [0, 2], [0, 1, 2]])


if __name__ == "__main__":
    unittest.main()
