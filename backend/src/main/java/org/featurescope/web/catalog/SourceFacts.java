package org.featurescope.web.catalog;

/** One set of features at one hook point of a model. */
public record SourceFacts(String model, String name, String kind, int layer, String hookPoint, int features) {

    static SourceFacts of(SourceEntity source) {
        return new SourceFacts(
                source.model.name, source.name, source.kind, source.layer, source.hookPoint, source.features);
    }

    /** What one of its features is called. */
    public String featureNoun() {
        return "neuron";
    }
}
