"""Examples by the interval that they were sampled from, as dashboards show them."""

import os
import sys
from collections import defaultdict

import requests

SITE = os.environ.get("NEURONPEDIA", "https://www.neuronpedia.org")
model, source, index = sys.argv[1:4]

body = {"modelId": model, "source": source, "index": index}
activations = requests.post(f"{SITE}/api/activation/get", json=body, timeout=30).json()
groups = defaultdict(list)
for activation in activations:
    key = "top" if activation["binMin"] == -1 else (activation["binMin"], activation["binMax"])
    groups[key].append(activation)
for key, members in groups.items():
    name = "top" if key == "top" else f"{key[0]:.2f} to {key[1]:.2f}, {members[0]['binContains']:.3%} of tokens"
    print(f"{len(members):3d}  {name}")
assert len(groups["top"]) > 0
