package org.featurescope.web.evidence;

import java.util.List;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.LabelEvidence;
import org.featurescope.core.evidence.TokenLookup;
import org.jspecify.annotations.Nullable;

/**
 * What a run keeps of a feature besides its statistics.
 *
 * @param labels one for each label of the run, by number; empty: the run keeps none
 * @param groups in the order of their kind and number
 * @param lookup null: the run keeps none
 * @param weights null: the run keeps none
 */
public record Kept(
        List<LabelEvidence> labels,
        List<ExampleGroup> groups,
        @Nullable TokenLookup lookup,
        @Nullable FeatureWeights weights) {

    public Kept {
        labels = List.copyOf(labels);
        groups = List.copyOf(groups);
    }
}
