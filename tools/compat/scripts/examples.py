"""The strongest examples of a feature with the peak in brackets."""

import os
import sys

import requests

SITE = os.environ.get("NEURONPEDIA", "https://www.neuronpedia.org")
model, source, index = sys.argv[1:4]

response = requests.get(f"{SITE}/api/feature/{model}/{source}/{index}", timeout=30)
response.raise_for_status()
activations = sorted(response.json()["activations"], key=lambda each: each["maxValue"], reverse=True)
for activation in activations[:5]:
    tokens, peak = activation["tokens"], activation["maxValueTokenIndex"]
    assert activation["values"][peak] == activation["maxValue"] == max(activation["values"])
    text = "".join(tokens[max(0, peak - 8) : peak]) + "[[" + tokens[peak] + "]]" + "".join(tokens[peak + 1 : peak + 8])
    print(f"{activation['maxValue']:8.3f}  {text!r}")
