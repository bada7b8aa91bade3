"""Makes dashboards of an SAE's latents with SAEDashboard, and says what that takes: the rival of `featurescope index --sae`.

Usage:  python tools/bench/saedashboard.py MODEL FOLDER [--features-at-a-time 128] [--batches N] [--threads 2] [--out OUT]

FOLDER is what random_sae.py wrote. Runs SAEDashboard as its Neuronpedia runner does, with that runner's settings (128 features at a time,
32 prompts in a forward pass, top 20, 5 quantiles of 5) and with its cache of model activations on disk, so that the model runs once;
each batch of features becomes one JSON file. Without --batches all features are done; with it, so many batches after the first (which
fills the cache), and the time of all is projected from them: first + (batches - 1) × median of the others.

The model is a local GPT-2 folder, which TransformerLens cannot name: its weights are converted by TransformerLens' own function.
The last line is JSON: {"features", "measuredBatches", "firstSeconds", "batchSeconds", "projectedSeconds", "projectedCpuSeconds", "peakBytes", …}.
"""
import argparse
import importlib.metadata
import json
import pathlib
import resource
import statistics
import tempfile
import time

import numpy
import torch
import transformers


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def load_model(folder):
    from sae_lens import HookedSAETransformer
    from transformer_lens import HookedTransformerConfig
    from transformer_lens.pretrained.weight_conversions.gpt2 import convert_gpt2_weights
    theirs = transformers.GPT2LMHeadModel.from_pretrained(folder, dtype=torch.float32).eval()
    c = theirs.config
    config = HookedTransformerConfig(
        n_layers=c.n_layer, d_model=c.n_embd, n_ctx=c.n_positions, d_head=c.n_embd // c.n_head, n_heads=c.n_head,
        d_mlp=c.n_inner or 4 * c.n_embd, d_vocab=c.vocab_size, act_fn="gelu_new", eps=c.layer_norm_epsilon, normalization_type="LN",
        model_name=folder.name, device="cpu", default_prepend_bos=True)
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = HookedSAETransformer(config, tokenizer=tokenizer)
    model.load_state_dict({**model.state_dict(), **convert_gpt2_weights(theirs, config)})
    return model.eval(), theirs


def check_same(model, theirs, tokens):
    """TransformerLens computes what transformers does, so what is compared is the same work."""
    with torch.inference_mode():
        apart = (model(tokens).log_softmax(-1) - theirs(tokens).logits.log_softmax(-1)).abs().max()
    assert apart < 1e-3, f"log-probabilities differ by {apart}"


def vocabulary(model):
    from sae_dashboard.neuronpedia.neuronpedia_runner import HTML_ANOMALIES
    names = {}
    for token, number in model.tokenizer.vocab.items():
        for anomaly, replacement in HTML_ANOMALIES.items():
            token = token.replace(anomaly, replacement)
        names[number] = token
    return names


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--features-at-a-time", type=int, default=128)
    parser.add_argument("--batches", type=int)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=pathlib.Path)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    from sae_dashboard.components_config import (ActsHistogramConfig, Column, FeatureTablesConfig, LogitsHistogramConfig,
                                                 LogitsTableConfig, SequencesConfig)
    from sae_dashboard.layout import SaeVisLayoutConfig
    from sae_dashboard.neuronpedia.neuronpedia_converter import NeuronpediaConverter
    from sae_dashboard.neuronpedia.neuronpedia_runner_config import NeuronpediaRunnerConfig
    from sae_dashboard.sae_vis_data import SaeVisConfig
    from sae_dashboard.sae_vis_runner import SaeVisRunner
    from sae_lens import SAE

    out = arguments.out or pathlib.Path(tempfile.mkdtemp(prefix="saedashboard"))
    tokens = torch.from_numpy(numpy.load(arguments.folder / "tokens.npy"))
    model, theirs = load_model(arguments.model)
    check_same(model, theirs, tokens[:2])
    del theirs
    sae = SAE.load_from_disk(str(arguments.folder / "sae"), device="cpu")
    names = vocabulary(model)
    settings = NeuronpediaRunnerConfig(sae_set="bench", sae_path="", outputs_dir=str(out), model_id=arguments.model.name, layer=0,
                                       n_prompts_total=len(tokens))
    layout = SaeVisLayoutConfig(columns=[Column(
        SequencesConfig(stack_mode="stack-all", buffer=None, compute_buffer=True, n_quantiles=5, top_acts_group_size=20, quantile_group_size=5),
        ActsHistogramConfig(), LogitsHistogramConfig(), LogitsTableConfig(), FeatureTablesConfig(n_rows=3))])
    features = list(range(sae.cfg.d_sae))
    batches = [features[i:i + arguments.features_at_a_time] for i in range(0, len(features), arguments.features_at_a_time)]
    measured = batches if arguments.batches is None else batches[:arguments.batches + 1]
    seconds, cpu = [], []
    for number, batch in enumerate(measured):
        started, cpu_started = time.perf_counter(), cpu_seconds()
        config = SaeVisConfig(
            hook_point=sae.cfg.metadata.hook_name, features=batch, minibatch_size_features=arguments.features_at_a_time,
            minibatch_size_tokens=32, quantile_feature_batch_size=64, device="cpu", feature_centric_layout=layout, dtype="float32",
            cache_dir=out / "cache", ignore_tokens={model.tokenizer.bos_token_id}, verbose=False)
        with torch.no_grad():
            data = SaeVisRunner(config).run(encoder=sae, model=model, tokens=tokens)
            text = NeuronpediaConverter.convert_to_np_json(model, data, settings, names)
        (out / f"batch-{number}.json").write_text(text)
        del data, text
        seconds.append(time.perf_counter() - started)
        cpu.append(cpu_seconds() - cpu_started)
        print(f"batch {number}: {seconds[-1]:.1f} s, CPU {cpu[-1]:.1f} s", flush=True)  # beside others, CPU time is what compares

    def projected(measurements):
        rest = statistics.median(measurements[1:]) if len(measurements) > 1 else measurements[0]
        return sum(measurements) + (len(batches) - len(measurements)) * rest

    print(json.dumps({
        "features": len(features), "tokens": tokens[:, 1:].numel(), "measuredBatches": len(measured), "batches": len(batches),
        "firstSeconds": seconds[0], "batchSeconds": statistics.median(seconds[1:] or seconds),
        "projectedSeconds": projected(seconds), "projectedCpuSeconds": projected(cpu),
        "peakBytes": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, "threads": torch.get_num_threads(),
        "bytes": sum(file.stat().st_size for file in out.glob("batch-*.json")),
        **{name: importlib.metadata.version(name) for name in ("sae-dashboard", "sae-lens", "transformer-lens", "transformers", "torch")}}))


if __name__ == "__main__":
    main()
