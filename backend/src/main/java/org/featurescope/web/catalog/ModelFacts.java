package org.featurescope.web.catalog;

import org.jspecify.annotations.Nullable;

/** A model and its sizes; null: it is known from imported files alone. */
public record ModelFacts(
        String name,
        @Nullable Integer layers,
        @Nullable Integer dModel,
        @Nullable Integer dMlp) {

    static ModelFacts of(ModelEntity model) {
        return new ModelFacts(model.name, model.layers, model.dModel, model.dMlp);
    }
}
