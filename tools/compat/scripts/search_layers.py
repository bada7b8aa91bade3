"""The same in some sources, page by page."""

import os
import sys

import requests

SITE = os.environ.get("NEURONPEDIA", "https://www.neuronpedia.org")
model, query, *layers = sys.argv[1:]

offset, more, indexes = 0, True, []
while more:
    body = {"modelId": model, "layers": layers, "query": query, "offset": offset, "page": 0, "pageSize": 50}
    response = requests.post(f"{SITE}/api/explanation/search", json=body, timeout=30)
    response.raise_for_status()
    answer = response.json()
    indexes += [int(result["index"]) for result in answer.get("results", [])]
    more, offset = answer["hasMore"], answer["nextOffset"]
print(len(indexes), "features in", layers, indexes[:10])
