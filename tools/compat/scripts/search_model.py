"""Features of a model whose explanation matches a query, kept as JSON."""

import json
import os
import sys
import tempfile

import requests

SITE = os.environ.get("NEURONPEDIA", "https://www.neuronpedia.org")
model, query = sys.argv[1:3]

headers = {"Content-Type": "application/json", "X-Api-Key": "any"}
payload = {"modelId": model, "query": query}
response = requests.post(f"{SITE}/api/explanation/search-model", json=payload, headers=headers, timeout=30)
found = response.json()
with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
    json.dump(found, file, indent=4)
for result in found["results"]:
    print(result["layer"], result["index"], result["description"], "|", result["explanationModelName"])
    assert result["neuron"]["index"] == result["index"]
print(found["resultsCount"], "found")
