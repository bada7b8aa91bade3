package org.featurescope.db.store;

import org.featurescope.core.evidence.FeatureEvidence;
import org.featurescope.core.evidence.FeatureStatistics;
import org.featurescope.core.evidence.FeatureWeights;
import org.jspecify.annotations.Nullable;

/**
 * All that a run knows of one feature.
 *
 * @param weights null if its weights were not looked at
 */
public record FeatureRow(FeatureEvidence evidence, @Nullable FeatureWeights weights) {

    public FeatureRow {
        Require.atLeast(0, evidence.index(), "feature index");
        if (weights != null && weights.index() != evidence.index()) {
            throw new IllegalArgumentException(
                    "weights and evidence must be of one feature, got " + weights.index() + " and " + evidence.index());
        }
        FeatureStatistics statistics = evidence.statistics();
        Require.atLeast(0, statistics.activeTokens(), "activeTokens");
        Require.atLeast(0, statistics.activeContexts(), "activeContexts");
        Require.finite(statistics.maximum(), "maximum");
        Require.finite(statistics.minimum(), "minimum");
        Require.finite(statistics.mean(), "mean");
        Require.finite(statistics.standardDeviation(), "standardDeviation");
        for (int label = 0; label < evidence.labels().size(); label++) {
            if (evidence.labels().get(label).label() != label) {
                throw new IllegalArgumentException("labels must be numbered from 0 in order, got "
                        + evidence.labels().get(label).label() + " at " + label);
            }
        }
    }

    int index() {
        return evidence.index();
    }
}
