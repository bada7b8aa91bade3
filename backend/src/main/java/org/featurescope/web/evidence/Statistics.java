package org.featurescope.web.evidence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.db.format.Bars;
import org.featurescope.db.format.HistogramFormat;
import org.jspecify.annotations.Nullable;

/**
 * Numbers over all counted tokens of a run, in raw activations.
 *
 * <p>Of an imported feature, what its file does not say is null.
 *
 * @param density the share of tokens with an activation above 0
 * @param activeTokens how many those are
 * @param bars histogram of an imported feature, as its file has it
 * @param activeContexts contexts with such a token; null, like the three after the mean: the run did not measure it
 * @param standardDeviation of the population
 * @param skewness third standardised moment; null also where all activations are equal
 * @param kurtosis fourth standardised moment, 3 for a normal distribution; null likewise
 */
public record Statistics(
        @Nullable Double density,
        @Nullable Long activeTokens,
        @Nullable Long activeContexts,
        @Nullable Float max,
        @Nullable Float min,
        @Nullable Double mean,
        @Nullable Double standardDeviation,
        @Nullable Double skewness,
        @Nullable Double kurtosis,
        @Nullable Bins histogram,
        @Nullable BarChart bars) {

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

    /**
     * Bars as a file of another tool has them: the ends of their bins are not known.
     *
     * @param values where they stand, ascending
     * @param heights counts, one for each value
     */
    public record BarChart(List<Float> values, List<Long> heights) {

        public BarChart {
            values = List.copyOf(values);
            heights = List.copyOf(heights);
        }

        /** Null for no bars. */
        public static @Nullable BarChart of(List<Bars.Bar> bars) {
            return bars.isEmpty()
                    ? null
                    : new BarChart(
                            bars.stream().map(Bars.Bar::value).toList(),
                            bars.stream().map(Bars.Bar::height).toList());
        }

        /** For drawings alone: as if each bar stood in the middle of its bin, and all bins were of one width. */
        public Bins asBins() {
            int last = values.size() - 1;
            double width = last == 0 ? 1 : ((double) values.get(last) - values.get(0)) / last;
            List<Double> edges = new ArrayList<>();
            for (int i = 0; i <= values.size(); i++) {
                edges.add(values.get(0) + (i - 0.5) * width);
            }
            return new Bins(edges, heights);
        }
    }

    /** What is drawn; null: nothing is known. */
    public @Nullable Bins drawn() {
        return histogram != null || bars == null ? histogram : bars.asBins();
    }

    /** @param tokens of the run */
    static Statistics of(FeatureEntity feature, @Nullable Long tokens) {
        return new Statistics(
                density(feature, tokens),
                feature.activeTokens,
                feature.activeContexts,
                feature.maximum,
                feature.minimum,
                feature.mean,
                feature.standardDeviation,
                feature.skewness,
                feature.kurtosis,
                feature.histogram == null ? null : Bins.of(HistogramFormat.decode(feature.histogram)),
                feature.bars == null
                        ? null
                        : BarChart.of(Bars.decode(feature.bars).activations()));
    }

    private static @Nullable Double density(FeatureEntity feature, @Nullable Long tokens) {
        if (feature.density != null || feature.activeTokens == null || tokens == null) {
            return feature.density;
        }
        return tokens == 0 ? 0 : (double) feature.activeTokens / tokens;
    }
}
