"""Tokens that a feature promotes and suppresses."""

import os
import sys

import requests

SITE = os.environ.get("NEURONPEDIA", "https://www.neuronpedia.org")
model, source, index = sys.argv[1:4]

data = requests.get(f"{SITE}/api/feature/{model}/{source}/{index}", timeout=30).json()
data["index"] = int(data["index"])
for name, tokens, values in (("up", "pos_str", "pos_values"), ("down", "neg_str", "neg_values")):
    assert len(data[tokens]) == len(data[values])
    for token, value in list(zip(data[tokens], data[values]))[:5]:
        print(f"{data['index']:6d} {name:4s} {token!r:20s} {value:+.3f}")
