package org.featurescope.db.format;

import java.util.List;
import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.FeatureEvidence;
import org.featurescope.core.evidence.FeatureStatistics;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.core.evidence.LabelEvidence;
import org.featurescope.core.evidence.TokenLookup;
import org.jspecify.annotations.Nullable;

/**
 * What the packed bytes of a feature hold: everything but its statistics and its histogram, which are columns.
 *
 * @param groups in the order of their kinds and numbers
 * @param labels by number
 * @param weights null if they were not looked at
 */
public record StoredEvidence(
        List<ExampleGroup> groups,
        List<LabelEvidence> labels,
        @Nullable TokenLookup lookup,
        @Nullable FeatureWeights weights) {

    public StoredEvidence {
        groups = List.copyOf(groups);
        labels = List.copyOf(labels);
    }

    public static StoredEvidence of(FeatureEvidence evidence, @Nullable FeatureWeights weights) {
        return new StoredEvidence(evidence.groups(), evidence.labels(), evidence.lookup(), weights);
    }

    /** The examples at the top, best first. */
    public List<Example> top() {
        return groups.stream()
                .filter(group -> group.kind() == GroupKind.TOP)
                .findFirst()
                .map(ExampleGroup::examples)
                .orElse(List.of());
    }

    /** With the columns, all that is known of the feature from texts. */
    public FeatureEvidence with(int index, FeatureStatistics statistics, DyadicHistogram histogram) {
        return new FeatureEvidence(index, statistics, histogram, labels, groups, lookup);
    }
}
