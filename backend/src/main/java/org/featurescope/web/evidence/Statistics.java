package org.featurescope.web.evidence;

import java.util.Arrays;
import java.util.List;
import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.db.format.HistogramFormat;

/**
 * Numbers over all counted tokens of a run, in raw activations.
 *
 * @param density the share of tokens with an activation above 0
 * @param activeTokens how many those are
 */
public record Statistics(double density, long activeTokens, float max, float min, double mean, Bins histogram) {

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
    }

    static Statistics of(FeatureEntity feature, long tokens) {
        DyadicHistogram histogram = HistogramFormat.decode(feature.histogram);
        List<Long> counts = Arrays.stream(histogram.counts()).boxed().toList();
        List<Double> edges = Arrays.stream(histogram.edges()).boxed().toList();
        double density = tokens == 0 ? 0 : (double) feature.activeTokens / tokens;
        return new Statistics(
                density, feature.activeTokens, feature.maximum, feature.minimum, feature.mean, new Bins(edges, counts));
    }
}
