"""A table of some features: one request each, several at a time."""

import csv
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import requests

SITE = os.environ.get("NEURONPEDIA", "https://www.neuronpedia.org")
model, source = sys.argv[1:3]


def fetch(index):
    data = requests.get(f"{SITE}/api/feature/{model}/{source}/{index}", timeout=30).json()
    explanations = data.get("explanations", [])
    return {
        "index": int(data["index"]),
        "density": data["frac_nonzero"],
        "maximum": data["maxActApprox"],
        "explanation": explanations[0].get("description", "-") if explanations else "-",
        "promotes": " ".join(token.strip() for token in data["pos_str"][:3]),
    }


with ThreadPoolExecutor(8) as pool:
    rows = list(pool.map(fetch, range(24)))
out = csv.DictWriter(sys.stdout, rows[0].keys())
out.writeheader()
out.writerows(rows[:5])
assert [row["index"] for row in rows] == list(range(24))
