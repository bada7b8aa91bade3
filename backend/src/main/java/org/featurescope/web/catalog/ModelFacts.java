package org.featurescope.web.catalog;

/** A model and its sizes. */
public record ModelFacts(String name, int layers, int dModel, int dMlp) {

    static ModelFacts of(ModelEntity model) {
        return new ModelFacts(model.name, model.layers, model.dModel, model.dMlp);
    }
}
