package org.featurescope.web.evidence;

import java.util.Arrays;
import java.util.List;
import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.db.format.HistogramFormat;
import org.jspecify.annotations.Nullable;

/**
 * Numbers over all counted tokens of a run, in raw activations.
 *
 * @param density the share of tokens with an activation above 0
 * @param activeTokens how many those are
 * @param activeContexts contexts with such a token; null, like the three after the mean: the run did not measure it
 * @param standardDeviation of the population
 * @param skewness third standardised moment; null also where all activations are equal
 * @param kurtosis fourth standardised moment, 3 for a normal distribution; null likewise
 */
public record Statistics(
        double density,
        long activeTokens,
        @Nullable Long activeContexts,
        float max,
        float min,
        double mean,
        @Nullable Double standardDeviation,
        @Nullable Double skewness,
        @Nullable Double kurtosis,
        Bins histogram) {

    /**
     * A histogram of token activations.
     *
     * @param edges the ends of the bins, ascending, one more than there are counts; empty when there are no counts
     * @param counts tokens in each bin, its lower end included
     */
    public record Bins(List<Double> edges, List<Long> counts) {

        public Bins {
            edges = List.copyOf(edges);
            counts = List.copyOf(counts);
        }

        public static Bins of(DyadicHistogram histogram) {
            return new Bins(
                    Arrays.stream(histogram.edges()).boxed().toList(),
                    Arrays.stream(histogram.counts()).boxed().toList());
        }
    }

    static Statistics of(FeatureEntity feature, long tokens) {
        return new Statistics(
                tokens == 0 ? 0 : (double) feature.activeTokens / tokens,
                feature.activeTokens,
                feature.activeContexts,
                feature.maximum,
                feature.minimum,
                feature.mean,
                feature.standardDeviation,
                feature.skewness,
                feature.kurtosis,
                Bins.of(HistogramFormat.decode(feature.histogram)));
    }
}
