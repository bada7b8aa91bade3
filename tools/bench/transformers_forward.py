"""Runs a model with Hugging Face transformers when told to, and says how long it took: the other side of
`featurescope bench forward --transformers PYTHON`.

Usage:  python tools/bench/transformers_forward.py MODEL [--device cpu] [--threads N]

Reads commands from standard input, a line each, and answers each with one line of JSON:

  run CONTEXTS TOKENS     one forward pass over random token ids, logits at all positions  {"seconds": …, "peakBytes": …}
  quit                    ends

The first line, once the model is loaded, says {"loadSeconds", "peakBytes", "torch", "transformers", "threads"}. loadSeconds: of
`from_pretrained`; peakBytes: the largest resident memory of this process so far.
"""
import argparse
import json
import resource
import sys
import time


def say(**answer):
    unit = 1 if sys.platform == "darwin" else 1024
    answer["peakBytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    print(json.dumps(answer), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=0)
    arguments = parser.parse_args()

    import torch
    import transformers

    transformers.utils.logging.disable_progress_bar()
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    device = arguments.device.replace("gpu", "cuda")
    before = time.perf_counter()
    model = transformers.AutoModelForCausalLM.from_pretrained(arguments.model, dtype=torch.float32).to(device).eval()
    load_seconds = time.perf_counter() - before
    say(loadSeconds=load_seconds, torch=torch.__version__, transformers=transformers.__version__, threads=torch.get_num_threads())

    generator = torch.Generator().manual_seed(0)
    for line in sys.stdin:
        words = line.split()
        if words[0] == "quit":
            break
        contexts, tokens = int(words[1]), int(words[2])
        ids = torch.randint(model.config.vocab_size, (contexts, tokens), generator=generator).to(device)
        before = time.perf_counter()
        with torch.inference_mode():
            model(input_ids=ids, use_cache=False)
        if device != "cpu":
            torch.cuda.synchronize()
        say(seconds=time.perf_counter() - before)


if __name__ == "__main__":
    main()
