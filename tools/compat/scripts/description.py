"""What a feature means, in one line: the first explanation."""

import os
import sys

import requests

SITE = os.environ.get("NEURONPEDIA", "https://www.neuronpedia.org")
model, source, index = sys.argv[1:4]

response = requests.get(f"{SITE}/api/feature/{model}/{source}/{index}", headers={"X-Api-Key": "any"}, timeout=30)
if response.status_code == 200:
    explanations = response.json()["explanations"]
    print(explanations[0]["description"] if explanations else "No explanation found")
else:
    print("Error:", response.status_code, response.json()["error"])
    sys.exit(1)
