"""All explanations of an SAE, as the tutorials of SAELens read them into a table."""

import os
import sys

import requests

SITE = os.environ.get("NEURONPEDIA", "https://www.neuronpedia.org")
model, source = sys.argv[1:3]

url = "{}/api/explanation/export?modelId={}&saeId={}".format(SITE, model, source)
data = requests.get(url, headers={"Content-Type": "application/json"}, timeout=30).json()
table = {}
for row in data:
    table.setdefault(int(row["index"]), row["description"].lower())
print(len(table), "explained features of", source)
for index in sorted(table)[:5]:
    print(index, table[index])
