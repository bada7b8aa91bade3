package org.featurescope.web.neuronpedia;

import java.util.List;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.Words;
import org.jspecify.annotations.Nullable;

/** What clients of Neuronpedia send. Numbers and texts are taken for one another, as their scripts do. */
final class NeuronpediaRequest {

    /** Of the features of one request. */
    static final int MOST_FEATURES = 128;

    /** @param source the same as {@code layer}; some endpoints call it so */
    record OfFeature(
            @Nullable String modelId,
            @Nullable String layer,
            @Nullable String source,
            @Nullable String index,
            @Nullable Integer maxActsToReturn) {

        Wanted wanted() {
            String named = layer == null ? source : layer;
            return new Wanted(
                    required("modelId", modelId),
                    required("layer", named),
                    number("index", required("index", index)),
                    maxActsToReturn == null ? Integer.MAX_VALUE : atLeastZero("maxActsToReturn", maxActsToReturn));
        }
    }

    /** @param offset the first index, from 0 */
    record OfPage(
            @Nullable String modelId,
            @Nullable String layer,
            @Nullable Integer offset) {}

    /** @param id of a model */
    record OfModel(@Nullable String id) {}

    /**
     * @param query at least three characters
     * @param offset the first result, from 0
     */
    record OfSearch(
            @Nullable String modelId,
            @Nullable List<String> layers,
            @Nullable String releaseName,
            @Nullable String query,
            @Nullable Integer offset) {}

    /** A feature that is asked for. @param layer as it was spelt */
    record Wanted(String modelId, String layer, int index, int maxActivations) {

        /** The name of its source here. Neuronpedia calls the MLP neurons of a layer by its number alone. */
        String source() {
            return sourceOf(layer);
        }
    }

    private NeuronpediaRequest() {}

    static String sourceOf(String layer) {
        return layer.matches("[0-9]{1,4}") ? layer + "-mlp" : layer;
    }

    static String required(String name, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw refused("problem.required", name);
        }
        if (value.indexOf('\0') >= 0) {
            throw refused("problem.required.nul", name);
        }
        return value;
    }

    static int number(String name, String value) {
        if (!value.matches("[0-9]{1,9}")) {
            throw refused("problem.from0", name, shortened(value));
        }
        return Integer.parseInt(value);
    }

    static int atLeastZero(String name, int value) {
        if (value < 0) {
            throw refused("problem.least0", name, String.valueOf(value));
        }
        return value;
    }

    private static String shortened(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "…";
    }

    /** @param key of the message that says what is wrong */
    static PageProblem refused(String key, String... values) {
        return PageProblem.badRequest(
                Words.of(key, values),
                Words.of("problem.start"),
                List.of(new PageLink(Words.of("problem.models"), Links.home())));
    }
}
