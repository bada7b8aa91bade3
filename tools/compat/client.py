"""The official Python client of Neuronpedia, unmodified, against a Featurescope on port 3000.

    python3 -m venv venv && venv/bin/pip install neuronpedia
    USE_LOCALHOST=true NEURONPEDIA_API_KEY=any venv/bin/python client.py MODEL NEURONS INDEX SAE LATENT

The client knows two hosts, neuronpedia.org and http://localhost:3000/api, and wants a key, whatever it is.
"""

import json
import os
import sys

os.environ.setdefault("USE_LOCALHOST", "true")
os.environ.setdefault("NEURONPEDIA_API_KEY", "any")

import requests
from neuronpedia.np_feature import Feature
from neuronpedia.np_model import Model
from neuronpedia.np_sae_feature import SAEFeature
from neuronpedia.np_source_set import SourceSet
from neuronpedia.requests.activation_request import ActivationRequest


def show_feature(model, source, index):
    feature = Feature.get(model, source, index)
    print(feature.modelId, feature.source, feature.index, "density", feature.density)
    assert (feature.modelId, feature.source, int(feature.index)) == (model, source, index)
    assert 0 <= feature.density <= 1
    assert all(len(each.tokens) == len(each.values) for each in feature.activations)
    print(len(feature.activations), "activations; the first five by their maximum:")
    for activation in feature.activations[:5]:
        peak = max(range(len(activation.values)), key=activation.values.__getitem__)
        around = "".join(activation.tokens[max(1, peak - 4) : peak + 3])
        print("  ", activation.values[peak], repr(activation.tokens[peak]), "in", repr(around))
        print("      interval", activation.quantileMin, activation.quantileMax, activation.quantileFraction)
    print(len(feature.explanations), "explanations")
    for explanation in feature.explanations:
        print("  ", repr(explanation.text), "by", explanation.explainer_model, "with", explanation.method)
    return feature


def refused(what, call):
    try:
        call()
    except requests.exceptions.HTTPError as problem:
        print(what, "is refused:", problem)
        return
    raise AssertionError(what + " should have been refused")


def main(model, neurons, neuron, sae, latent):
    print("== Feature.get, a neuron")
    show_feature(model, neurons, int(neuron))
    print("== Feature.get, a latent")
    show_feature(model, sae, int(latent))
    print("== SAEFeature.get")
    latent_feature = SAEFeature.get(model, sae, latent)
    row = json.loads(latent_feature.jsonData)
    print(latent_feature.modelId, latent_feature.source, latent_feature.index, "raises", row["pos_str"][:5])
    assert row["maxActApprox"] == max(each["maxValue"] for each in row["activations"])
    print("== SourceSet.get")
    sources = SourceSet.get(model, sae.split("-", 1)[1])
    print(sources.name, "of", sources.model_id, "-", sources.description, [each.id for each in sources.sources])
    assert sources.get_source_for_layer_number(int(sae.split("-")[0])).id == sae
    print("== what is not served")
    refused("Model.new", lambda: Model.new("mine", 2))
    refused("a text", lambda: ActivationRequest().compute_activation_for_text(model, sae, latent, "Hello"))
    refused("a feature that is not there", lambda: Feature.get(model, sae, 99_999_999))
    print("all as expected")


if __name__ == "__main__":
    main(*sys.argv[1:])
