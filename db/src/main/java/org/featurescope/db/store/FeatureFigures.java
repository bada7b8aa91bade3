package org.featurescope.db.store;

import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.core.evidence.FeatureStatistics;
import org.featurescope.db.format.Bars;
import org.jspecify.annotations.Nullable;

/**
 * Statistics of one feature. An indexer knows all but the moments of a constant feature; a file of another tool knows some, and
 * what it does not say is null.
 *
 * @param density share of tokens with an activation above 0, as a file has it; null for an indexed feature, whose
 *     {@code activeTokens} say it
 * @param bars histograms as a file has them; null for an indexed feature
 */
public record FeatureFigures(
        @Nullable Double density,
        @Nullable Long activeTokens,
        @Nullable Long activeContexts,
        @Nullable Float maximum,
        @Nullable Float minimum,
        @Nullable Double mean,
        @Nullable Double standardDeviation,
        @Nullable Double skewness,
        @Nullable Double kurtosis,
        @Nullable DyadicHistogram histogram,
        @Nullable Bars bars) {

    public FeatureFigures {
        if (density != null && !(density >= 0 && density <= 1)) {
            throw new IllegalArgumentException("density must be 0 to 1, got " + density);
        }
        atLeast0(activeTokens, "activeTokens");
        atLeast0(activeContexts, "activeContexts");
        finite(maximum, "maximum");
        finite(minimum, "minimum");
        finite(mean, "mean");
        finite(standardDeviation, "standardDeviation");
    }

    /** What an indexer knows. */
    static FeatureFigures of(FeatureStatistics statistics, DyadicHistogram histogram) {
        return new FeatureFigures(
                null,
                statistics.activeTokens(),
                statistics.activeContexts(),
                statistics.maximum(),
                statistics.minimum(),
                statistics.mean(),
                statistics.standardDeviation(),
                statistics.skewness(),
                statistics.kurtosis(),
                histogram,
                null);
    }

    /**
     * As an indexer knows them; 0 for what runs of the first version did not measure.
     *
     * @throws IllegalStateException for a feature that was imported
     */
    FeatureStatistics statistics() {
        if (activeTokens == null || maximum == null || minimum == null || mean == null) {
            throw new IllegalStateException("an imported feature has no complete statistics");
        }
        return new FeatureStatistics(
                activeTokens,
                activeContexts == null ? 0 : activeContexts,
                maximum,
                minimum,
                mean,
                standardDeviation == null ? 0 : standardDeviation,
                skewness,
                kurtosis);
    }

    private static void atLeast0(@Nullable Long value, String what) {
        if (value != null) {
            Require.atLeast(0, value, what);
        }
    }

    private static void finite(@Nullable Number value, String what) {
        if (value != null) {
            Require.finite(value.doubleValue(), what);
        }
    }
}
