package org.featurescope.db.store;

import org.featurescope.core.evidence.FeatureEvidence;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.db.format.StoredEvidence;
import org.jspecify.annotations.Nullable;

/**
 * All that a run knows of one feature.
 *
 * @param index of the feature in its source
 * @param kept its examples, and what else is packed
 */
public record FeatureRow(int index, FeatureFigures figures, StoredEvidence kept) {

    public FeatureRow {
        Require.atLeast(0, index, "feature index");
        FeatureWeights weights = kept.weights();
        if (weights != null && weights.index() != index) {
            throw new IllegalArgumentException(
                    "weights and evidence must be of one feature, got " + weights.index() + " and " + index);
        }
        for (int label = 0; label < kept.labels().size(); label++) {
            if (kept.labels().get(label).label() != label) {
                throw new IllegalArgumentException("labels must be numbered from 0 in order, got "
                        + kept.labels().get(label).label() + " at " + label);
            }
        }
    }

    /**
     * Of an indexed feature.
     *
     * @param weights null if its weights were not looked at
     */
    public FeatureRow(FeatureEvidence evidence, @Nullable FeatureWeights weights) {
        this(
                evidence.index(),
                FeatureFigures.of(evidence.statistics(), evidence.histogram()),
                StoredEvidence.of(evidence, weights));
    }

    /** @throws IllegalStateException for a feature that was imported: its statistics are not complete */
    public FeatureEvidence evidence() {
        if (figures.histogram() == null) {
            throw new IllegalStateException("an imported feature has no complete statistics");
        }
        return kept.with(index, figures.statistics(), figures.histogram());
    }

    public @Nullable FeatureWeights weights() {
        return kept.weights();
    }
}
