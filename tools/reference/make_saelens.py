"""Writes SAEs with SAELens' own save, and what SAELens computes with them: the fixtures of the SAELens format.

Usage:  python tools/reference/make_saelens.py [--out indexer/lm/src/test/resources/sae]

One folder an SAE, holding the files as SAELens publishes them, beside
  reference.safetensors   input [n, d_in], latents [n, d_sae], reconstruction [n, d_out]: SAELens' encode and forward
  reference.json          library, version, what is special
  options.json            what a person has to add, where the files leave something open

Weights are random with a fixed seed, biases and thresholds too, so that a part that is left out shows. Where there are thresholds,
weights are multiples of 1/16 and inputs of 1/4, so that all sums are exact, and some thresholds are set to pre-activations that occur:
JumpReLU is strict, and equal values must not pass.
"""
import argparse
import json
import pathlib
import shutil
import tempfile

import sae_lens
import torch
from safetensors.torch import save_file
from sae_lens import SAE
from sae_lens.saes.jumprelu_sae import JumpReLUSAE, JumpReLUSAEConfig
from sae_lens.saes.transcoder import (JumpReLUSkipTranscoder, JumpReLUSkipTranscoderConfig, JumpReLUTranscoder,
                                      JumpReLUTranscoderConfig, SkipTranscoder, SkipTranscoderConfig, Transcoder, TranscoderConfig)
from sae_lens.training.activation_scaler import ActivationScaler

SEED = 20261121
D_IN, D_OUT, D_SAE, ROWS = 16, 12, 40, 16
FACTOR = 0.375  # of expected_average_only_in

MODEL = {"model_name": "gpt2", "hook_name": "blocks.1.hook_resid_post", "prepend_bos": True, "context_size": 128}


class Fixtures:
    def __init__(self, out):
        self.out = out
        self.random = torch.Generator().manual_seed(SEED)

    def normal(self, *shape):
        return torch.randn(shape, generator=self.random)

    def made(self, cls, config_cls, metadata=None, **fields):
        """An SAE with every parameter drawn, and the inputs for it."""
        config = config_cls(d_in=D_IN, d_sae=D_SAE, **fields)
        for key, value in {**MODEL, **(metadata or {})}.items():
            setattr(config.metadata, key, value)
        sae = cls(config).eval()
        with torch.no_grad():
            for _, parameter in sorted(sae.named_parameters()):
                parameter.copy_(self.normal(*parameter.shape) * (0.4 if parameter.dim() == 2 else 0.3))
        x = self.normal(ROWS, D_IN) + 0.5
        if "threshold" in dict(sae.named_parameters()):
            x = self.with_thresholds_met(sae, x)
        return sae, x

    @staticmethod
    def with_thresholds_met(sae, x):
        """Weights and inputs on a grid; the thresholds of the first latents are their pre-activations in the first row."""
        x = (x * 4).round() / 4
        with torch.no_grad():
            for parameter in sae.parameters():
                parameter.copy_((parameter * 16).round() / 16)
            sae.threshold.copy_(sae.threshold.abs() + 0.25)
            pre = sae.process_sae_in(x[:1]) @ sae.W_enc + sae.b_enc
            sae.threshold[:20] = pre[0, :20].clamp(min=0.25)
        return x

    def write(self, name, note, sae, x):
        folder = self.emptied(name)
        sae.save_model(folder)
        self.record(folder, x, note, "SAE.save_model", *self.computed(folder, x))

    def emptied(self, name):
        shutil.rmtree(self.out / name, ignore_errors=True)
        return self.out / name

    @staticmethod
    def computed(folder, x):
        """Of the SAE that SAELens reads from a folder, in fp32 as from_pretrained does."""
        sae = SAE.load_from_disk(folder, dtype="float32").eval()
        with torch.no_grad():
            return sae.encode(x), sae(x)

    @staticmethod
    def record(folder, x, note, written_by, latents, reconstruction, options=None):
        active = (latents != 0).float().mean().item()
        if not 0.02 < active < 0.9:
            raise SystemExit(f"{folder.name}: {active:.2f} of the latents are active; the fixture would show little")
        save_file({"input": x.flatten(1), "latents": latents.detach().contiguous(),
                   "reconstruction": reconstruction.detach().flatten(1).contiguous()}, folder / "reference.safetensors")
        write_json(folder / "reference.json", {
            "library": "sae-lens", "version": sae_lens.__version__, "torch": torch.__version__, "seed": SEED,
            "written_by": written_by, "note": note})
        if options:
            write_json(folder / "options.json", options)

    # -- kinds ---------------------------------------------------------------------------------------------------------------

    def plain(self):
        for name, note, cls, config_cls, fields in [
            ("standard", "ReLU", sae_lens.StandardSAE, sae_lens.StandardSAEConfig, {}),
            ("standard-no-b-dec", "b_dec is not subtracted from the input", sae_lens.StandardSAE, sae_lens.StandardSAEConfig,
             {"apply_b_dec_to_input": False}),
            ("standard-constant-norm", "every token scaled to length sqrt(d), and back", sae_lens.StandardSAE,
             sae_lens.StandardSAEConfig, {"normalize_activations": "constant_norm_rescale"}),
            ("standard-layer-norm", "every token to mean 0 and deviation 1 (n - 1), and back", sae_lens.StandardSAE,
             sae_lens.StandardSAEConfig, {"normalize_activations": "layer_norm"}),
            ("gated", "a gate and a magnitude with one matrix", sae_lens.GatedSAE, sae_lens.GatedSAEConfig, {}),
            ("jumprelu", "thresholds that some pre-activations equal", JumpReLUSAE, JumpReLUSAEConfig, {}),
            ("topk", "the 5 largest", sae_lens.TopKSAE, sae_lens.TopKSAEConfig, {"k": 5}),
            ("topk-rescaled", "the 5 largest after multiplication with the lengths of decoder rows", sae_lens.TopKSAE,
             sae_lens.TopKSAEConfig, {"k": 5, "rescale_acts_by_decoder_norm": True}),
            ("topk-layer-norm", "as OpenAI's v5: layer norm, then the 5 largest", sae_lens.TopKSAE, sae_lens.TopKSAEConfig,
             {"k": 5, "normalize_activations": "layer_norm"}),
            ("topk-bf16", "saved in bf16, computed in fp32", sae_lens.TopKSAE, sae_lens.TopKSAEConfig,
             {"k": 5, "dtype": "bfloat16"}),
            ("gated-fp16", "saved in fp16, computed in fp32", sae_lens.GatedSAE, sae_lens.GatedSAEConfig, {"dtype": "float16"}),
        ]:
            self.write("saelens-" + name, note, *self.made(cls, config_cls, **fields))

    def of_heads(self):
        sae, x = self.made(sae_lens.StandardSAE, sae_lens.StandardSAEConfig, {"hook_name": "blocks.1.attn.hook_z"},
                           reshape_activations="hook_z")
        self.write("saelens-hook-z", "inputs of 2 heads of 8, which SAELens flattens", sae, x.unflatten(1, (2, -1)))

    def transcoders(self):
        places = {"hook_name": "blocks.1.ln2.hook_normalized", "hook_name_out": "blocks.1.hook_mlp_out"}
        for name, cls, config_cls, normalisation in [
            ("transcoder", Transcoder, TranscoderConfig, "none"),
            ("skip-transcoder", SkipTranscoder, SkipTranscoderConfig, "none"),
            ("jumprelu-transcoder", JumpReLUTranscoder, JumpReLUTranscoderConfig, "none"),
            ("jumprelu-skip-transcoder", JumpReLUSkipTranscoder, JumpReLUSkipTranscoderConfig, "none"),
            ("skip-transcoder-layer-norm", SkipTranscoder, SkipTranscoderConfig, "layer_norm"),
        ]:
            self.write("saelens-" + name, "16 dimensions to 12; a normalisation is not undone, the skip connection is spared it",
                       *self.made(cls, config_cls, places, d_out=D_OUT, apply_b_dec_to_input=False,
                                  normalize_activations=normalisation))

    def batch_topk(self):
        for name, cls, config_cls, fields in [
            ("batchtopk", sae_lens.BatchTopKTrainingSAE, sae_lens.BatchTopKTrainingSAEConfig, {}),
            ("matryoshka", sae_lens.MatryoshkaBatchTopKTrainingSAE, sae_lens.MatryoshkaBatchTopKTrainingSAEConfig,
             {"matryoshka_widths": [8, 20, D_SAE]}),
        ]:
            sae, x = self.made(cls, config_cls, k=6.0, **fields)
            sae.topk_threshold.fill_(1.25)
            folder = self.emptied("saelens-" + name)
            sae.save_inference_model(folder)
            found = self.computed(folder, x)
            self.record(folder, x, "trained over batches, saved as JumpReLU with decoder lengths folded in",
                        "TrainingSAE.save_inference_model", *found)
            checkpoint = self.emptied(f"saelens-{name}-checkpoint")
            sae.save_model(checkpoint)
            self.record(checkpoint, x, "a checkpoint of training; expected is what the SAE saved at its end computes",
                        "TrainingSAE.save_model", *found)

    def averaged(self):
        """expected_average_only_in: the factor folded into the weights, beside them, and known to a person only."""
        sae, x = self.made(sae_lens.StandardTrainingSAE, sae_lens.StandardTrainingSAEConfig,
                           normalize_activations="expected_average_only_in")
        scaler = ActivationScaler(FACTOR)
        latents = sae.encode(scaler.scale(x))
        found = latents, scaler.unscale(sae.decode(latents))
        for name, note, options in [
            ("checkpoint", "the factor stands in activation_scaler.json", None),
            ("asked", "the factor is nowhere, as in releases whose table holds it", {"scale": str(FACTOR)}),
        ]:
            folder = self.emptied("saelens-averaged-" + name)
            sae.save_model(folder)
            if options is None:
                scaler.save(str(folder / "activation_scaler.json"))
            self.record(folder, x, note, "TrainingSAE.save_model", *found, options)
        sae.fold_activation_norm_scaling_factor(FACTOR)
        folder = self.emptied("saelens-averaged-folded")
        sae.save_inference_model(folder)
        self.record(folder, x, "the factor is folded into the weights", "TrainingSAE.save_inference_model",
                    *self.computed(folder, x))

    def whitened(self):
        sae, x = self.made(sae_lens.StandardTrainingSAE, sae_lens.StandardTrainingSAEConfig,
                           normalize_activations="covariance_whitening")
        scaler = ActivationScaler()
        batches = iter([self.normal(64, D_IN) * 2 + 1 for _ in range(4)])
        scaler.estimate_whitening(D_IN, batches, n_batches_for_norm_estimate=4)
        whitening = scaler.whitening
        sae.fold_activation_whitening(whitening.mean, whitening.matrix, whitening.inverse_matrix)
        folder = self.emptied("saelens-whitened-folded")
        sae.save_inference_model(folder)
        self.record(folder, x, "covariance_whitening folded into the weights", "TrainingSAE.save_inference_model",
                    *self.computed(folder, x))

    def refused(self):
        """Configurations alone, beside one tensor: SAEs that depend on other tokens, or are found by iteration."""
        for name, cls, config_cls, fields in [
            ("matching-pursuit", sae_lens.MatchingPursuitSAE, sae_lens.MatchingPursuitSAEConfig, {}),
            ("temporal", sae_lens.TemporalSAE, sae_lens.TemporalSAEConfig, {"bottleneck_factor": 1, "n_heads": 2}),
        ]:
            with tempfile.TemporaryDirectory() as saved:
                config = config_cls(d_in=D_IN, d_sae=D_SAE, **fields)
                for key, value in MODEL.items():
                    setattr(config.metadata, key, value)
                cls(config).save_model(saved)
                folder = self.emptied("refused/saelens-" + name)
                folder.mkdir(parents=True)
                shutil.copy(pathlib.Path(saved) / "cfg.json", folder)
                save_file({"b_dec": torch.zeros(D_IN)}, folder / "sae_weights.safetensors")


def write_json(path, value):
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("indexer/lm/src/test/resources/sae"))
    fixtures = Fixtures(parser.parse_args().out)
    fixtures.plain()
    fixtures.of_heads()
    fixtures.transcoders()
    fixtures.batch_topk()
    fixtures.averaged()
    fixtures.whitened()
    fixtures.refused()


if __name__ == "__main__":
    main()
