package org.featurescope.web.neuronpedia;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.featurescope.web.neuronpedia.NeuronpediaRequest.OfSearch;
import org.jspecify.annotations.Nullable;

/**
 * Explanations that were found.
 *
 * @param nextOffset the {@code offset} of the next ones
 */
record NeuronpediaSearch(OfSearch request, List<Result> results, int resultsCount, boolean hasMore, int nextOffset) {

    /**
     * @param cosineSimilarity of the words of the question and of the explanation, not of embeddings; what results are ordered by
     * @param neuron the feature, with at most three activations
     */
    record Result(
            String modelId,
            String layer,
            String index,
            String description,
            @Nullable String explanationModelName,
            @Nullable String typeName,
            @JsonProperty("cosine_similarity") double cosineSimilarity,
            NeuronpediaFeature neuron) {

        /** @param id of one of the feature's explanations; empty if it went meanwhile */
        static Optional<Result> of(String id, double cosine, NeuronpediaFeature neuron) {
            return neuron.explanations().stream()
                    .filter(each -> each.id().equals(id))
                    .map(each -> new Result(
                            neuron.modelId(),
                            neuron.layer(),
                            neuron.index(),
                            each.description(),
                            each.explanationModelName(),
                            each.typeName(),
                            cosine,
                            neuron))
                    .findFirst();
        }
    }
}
