"""Finds the top examples of all MLP neurons with plain PyTorch and Hugging Face transformers, as Neuroscope did: the other side
of `featurescope bench index --transformers PYTHON`.

Usage:  python tools/bench/neuroscope_loop.py MODEL [--threads N] [--top 20]

Neuroscope (Nanda, 2022) kept, for each neuron, the texts with the largest activation, and nothing else: the maximum over each
text, merged into the best so far by torch.topk; pages ran the model once more for what they showed. This loop is that first pass, in two
ways that give the same result:

  plain   as one writes it: the model is called with ids and attention mask, computes its logits, and hooks keep the top 20 after each batch
  fast    written for speed: no mask (attention looks back only, and padding stands at the end), the pass ends at the last layer's
          neurons, one merge for eight batches

Neither lets the model return a cache of keys and values, which it would by default.

Reads commands from standard input, a line each, and answers each with one line of JSON:

  batches FILE            reads the batches to run: a line each, JSON, a list of contexts, each a list of token ids    {"batches", "tokens"}
  plain, fast             one pass over them, from nothing                                {"seconds", "cpuSeconds", "peakBytes"}
  quit                    ends

The first line, once the model is loaded, says {"loadSeconds", "peakBytes", "torch", "transformers", "threads"}. The first token of
each context is the beginning-of-text token and does not count.
"""
import argparse
import json
import resource
import sys
import time

FAST_MERGE_BATCHES = 8


def say(**answer):
    unit = 1 if sys.platform == "darwin" else 1024
    answer["peakBytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    print(json.dumps(answer), flush=True)


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class Enough(Exception):
    """The last wanted activations have been seen."""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--threads", type=int, default=0)
    parser.add_argument("--top", type=int, default=20)
    arguments = parser.parse_args()

    import torch
    import transformers

    transformers.utils.logging.disable_progress_bar()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    before = time.perf_counter()
    model = transformers.AutoModelForCausalLM.from_pretrained(arguments.model, dtype=torch.float32).eval()
    load_seconds = time.perf_counter() - before

    class Top:
        """The largest context maxima of one layer's neurons, and in which contexts they are: both [neuron, rank]."""

        def __init__(self, merge_batches):
            self.merge_batches = merge_batches
            self.values = self.contexts = None
            self.waiting, self.waiting_contexts = [], []

        def add(self, maxima, contexts):  # [neuron, context], [context]
            self.waiting.append(maxima)
            self.waiting_contexts.append(contexts.expand(maxima.shape))
            if len(self.waiting) == self.merge_batches:
                self.merge()

        def merge(self):
            kept = [] if self.values is None else [self.values]
            kept_contexts = [] if self.values is None else [self.contexts]
            values = torch.cat(kept + self.waiting, dim=1)
            self.values, chosen = values.topk(min(arguments.top, values.shape[1]), dim=1)
            self.contexts = torch.cat(kept_contexts + self.waiting_contexts, dim=1).gather(1, chosen)
            self.waiting, self.waiting_contexts = [], []

    if hasattr(model, "transformer"):
        modules = [block.mlp.c_proj for block in model.transformer.h]
    else:
        modules = [block.mlp.down_proj for block in model.model.layers]
    tops = []
    batch = {}

    def listen(layer):
        def on_neurons(_, inputs):
            neurons = inputs[0]  # [context, position, neuron]
            if batch["outside"] is not None:
                neurons = neurons.masked_fill(batch["outside"], -torch.inf)
            tops[layer].add(neurons[:, 1:].amax(dim=1).T, batch["contexts"])
            if batch["fast"] and layer == len(modules) - 1:
                raise Enough
        return on_neurons

    for layer, module in enumerate(modules):
        module.register_forward_pre_hook(listen(layer))

    def read(path):
        batches, first = [], 0
        for line in open(path, encoding="utf-8"):
            contexts = json.loads(line)
            lengths = torch.tensor([len(context) for context in contexts])
            longest = int(lengths.max())
            ids = torch.zeros(len(contexts), longest, dtype=torch.long)
            for row, context in enumerate(contexts):
                ids[row, :len(context)] = torch.tensor(context)
            inside = torch.arange(longest)[None, :] < lengths[:, None]
            outside = None if bool(inside.all()) else ~inside[:, :, None]
            batches.append((ids, inside.long(), outside, torch.arange(first, first + len(contexts))))
            first += len(contexts)
        return batches

    def run(fast):
        tops[:] = [Top(FAST_MERGE_BATCHES if fast else 1) for _ in modules]
        with torch.inference_mode():
            for ids, mask, outside, contexts in batches:
                batch.update(outside=outside, contexts=contexts, fast=fast)
                if fast:
                    try:
                        model.base_model(input_ids=ids, use_cache=False)
                    except Enough:
                        pass
                else:
                    model(input_ids=ids, attention_mask=mask, use_cache=False)
            for top in tops:
                if top.waiting:
                    top.merge()

    say(loadSeconds=load_seconds, torch=torch.__version__, transformers=transformers.__version__, threads=torch.get_num_threads())
    batches = []
    for line in sys.stdin:
        words = line.split(maxsplit=1)
        if words[0] == "quit":
            break
        if words[0] == "batches":
            batches = read(words[1].strip())
            say(batches=len(batches), tokens=sum(ids.numel() for ids, *_ in batches))
            continue
        before, cpu = time.perf_counter(), cpu_seconds()
        run(fast=words[0] == "fast")
        say(seconds=time.perf_counter() - before, cpuSeconds=cpu_seconds() - cpu)


if __name__ == "__main__":
    main()
