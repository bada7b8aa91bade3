package org.featurescope.pipeline.export;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A feature with all that is kept of it, as JSON lines and Parquet have it: names as in the JSON of pages. What is not known is null.
 *
 * @param density share of tokens with an activation above 0
 * @param histogramEdges ends of the bins of activations; empty: not known
 * @param histogramCounts tokens in each
 * @param raises tokens whose logit it raises most
 * @param lowers likewise lowers
 */
public record ExportedFeature(
        String model,
        String source,
        long run,
        int index,
        @Nullable Double density,
        @Nullable Long activeTokens,
        @Nullable Long activeContexts,
        @Nullable Float max,
        @Nullable Float min,
        @Nullable Double mean,
        @Nullable Double standardDeviation,
        @Nullable Double skewness,
        @Nullable Double kurtosis,
        List<Double> histogramEdges,
        List<Long> histogramCounts,
        @Nullable Double inputNorm,
        @Nullable Double outputNorm,
        List<Effect> raises,
        List<Effect> lowers,
        List<Near> similar,
        List<Explanation> explanations,
        List<Example> examples) {

    public record Effect(String token, float effect) {}

    public record Near(String source, int index, float cosine) {}

    public record Explanation(
            String description,
            @Nullable String method,
            @Nullable String explainer) {}

    /**
     * @param group kind of the group: {@code top}, {@code interval} …
     * @param number of the group
     * @param low bounds of an interval
     * @param tokens texts; bytes that are no whole character as {@code <0xC3>}
     */
    public record Example(
            String group,
            int number,
            @Nullable Float low,
            @Nullable Float high,
            int rank,
            String corpus,
            String document,
            @Nullable String label,
            int context,
            int peakPosition,
            float peak,
            List<String> tokens,
            List<Float> activations) {}
}
