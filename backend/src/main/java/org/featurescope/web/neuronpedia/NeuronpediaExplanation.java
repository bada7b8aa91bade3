package org.featurescope.web.neuronpedia;

import java.util.List;
import java.util.Map;
import org.featurescope.web.explanation.Explanation;
import org.jspecify.annotations.Nullable;

/**
 * An explanation as Neuronpedia's API has it.
 *
 * @param modelId like {@code layer}, {@code source} and {@code index}, for their Python client, which reads it
 * @param typeName how it was found
 * @param explanationModelName what wrote it
 * @param scores as they came with the explanation
 */
record NeuronpediaExplanation(
        String id,
        String modelId,
        String layer,
        String source,
        String index,
        String description,
        @Nullable String typeName,
        @Nullable String explanationModelName,
        List<Map<String, Object>> scores,
        @Nullable Map<String, String> triggeredByUser,
        @Nullable String notes,
        String createdAt) {

    static NeuronpediaExplanation of(Explanation explanation, String modelId, String layer, int index) {
        return new NeuronpediaExplanation(
                explanation.id(),
                modelId,
                layer,
                layer,
                String.valueOf(index),
                explanation.description(),
                explanation.method(),
                explanation.explainer(),
                explanation.scores(),
                null,
                null,
                Moments.text(explanation.createdAt()));
    }
}
