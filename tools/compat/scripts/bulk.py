"""Several features by one request, with three activations each."""

import os
import sys

import requests

SITE = os.environ.get("NEURONPEDIA", "https://www.neuronpedia.org")
model, source = sys.argv[1:3]

wanted = [{"modelId": model, "layer": source, "index": str(index), "maxActsToReturn": 3} for index in range(0, 64, 2)]
features = requests.post(f"{SITE}/api/features", json=wanted, timeout=60).json()
for feature in features[:5]:
    peaks = ", ".join(f"{each['maxValue']:.2f}" for each in feature["activations"])
    print(feature["layer"], feature["index"], f"{feature['frac_nonzero']:.4f}", peaks)
assert [feature["index"] for feature in features] == [each["index"] for each in wanted]
