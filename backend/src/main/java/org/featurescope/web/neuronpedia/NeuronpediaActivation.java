package org.featurescope.web.neuronpedia;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An example as Neuronpedia's API has it.
 *
 * @param id opaque, the same as long as the run is there
 * @param source the same as {@code layer}; their Python client reads this one
 * @param values one for each token; null: not known, which is so in some imports
 * @param minValue the smallest that is known
 * @param maxValueTokenIndex position of the peak
 * @param dataIndex number of the context in the corpus
 * @param dataSource name of the corpus
 * @param binMin lower end of the interval that it was sampled from; -1 at the top
 * @param binMax upper end of the interval; the feature's maximum at the top
 * @param binContains share of the counted tokens that lie in the interval; null at the top, where Neuronpedia has -1, which its own
 *     Python client refuses to read
 * @param qualifyingTokenIndex of a sample: the position for which it was chosen
 */
record NeuronpediaActivation(
        String id,
        List<String> tokens,
        @Nullable String dataIndex,
        String index,
        String layer,
        String source,
        String modelId,
        @Nullable String dataSource,
        float maxValue,
        int maxValueTokenIndex,
        float minValue,
        List<@Nullable Float> values,
        List<Double> dfaValues,
        @Nullable Integer dfaTargetIndex,
        @Nullable Double dfaMaxValue,
        List<Integer> zQIndices,
        List<Integer> zKIndices,
        List<Double> zValues,
        @Nullable String creatorId,
        String createdAt,
        List<Double> lossValues,
        @Nullable String logitContributions,
        @Nullable Float binMin,
        @Nullable Float binMax,
        @Nullable Double binContains,
        @Nullable Integer qualifyingTokenIndex) {}
