package org.featurescope.db.store;

import org.featurescope.db.format.Histogram;

/**
 * Statistics of one feature over all counted tokens of a run, in raw activations.
 *
 * @param index of the feature in its source, from 0
 * @param activeTokens tokens with an activation above 0
 */
public record FeatureRow(int index, long activeTokens, float maximum, float minimum, double mean, Histogram histogram) {

    public FeatureRow {
        Require.atLeast(0, index, "feature index");
        Require.atLeast(0, activeTokens, "activeTokens");
        Require.finite(maximum, "maximum");
        Require.finite(minimum, "minimum");
        Require.finite(mean, "mean");
    }
}
