"""All features of a source by offset, 25 a request, until a page is not full."""

import os
import sys

import requests

SITE = os.environ.get("NEURONPEDIA", "https://www.neuronpedia.org")
model, source = sys.argv[1:3]

offset, densest = 0, []
while offset < 100:
    page = requests.post(
        f"{SITE}/api/features-offset", json={"modelId": model, "layer": source, "offset": offset}, timeout=60
    ).json()
    densest += [(feature["frac_nonzero"], feature["index"]) for feature in page]
    offset += len(page)
    if len(page) < 25:
        break
densest.sort(reverse=True)
print(len(densest), "features; the densest:", [(index, round(density, 3)) for density, index in densest[:5]])
