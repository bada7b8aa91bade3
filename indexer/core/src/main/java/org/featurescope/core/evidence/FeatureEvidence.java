package org.featurescope.core.evidence;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one feature from the texts it was seen in. All activations are raw values at the source's hook point.
 *
 * @param index the feature's index in its source
 * @param histogram of the activations of all counted tokens
 * @param labels one for each label of the run, by number
 * @param groups in the order of {@link GroupKind} and number; none that is empty
 * @param lookup null if nothing was sampled for it
 */
public record FeatureEvidence(
        int index,
        FeatureStatistics statistics,
        DyadicHistogram histogram,
        List<LabelEvidence> labels,
        List<ExampleGroup> groups,
        @Nullable TokenLookup lookup) {

    public FeatureEvidence {
        labels = List.copyOf(labels);
        groups = List.copyOf(groups);
    }

    public Optional<ExampleGroup> group(GroupKind kind, int number) {
        return groups.stream()
                .filter(group -> group.kind() == kind && group.number() == number)
                .findFirst();
    }

    /** The examples at the top, best first. */
    public List<Example> top() {
        return group(GroupKind.TOP, 0).map(ExampleGroup::examples).orElse(List.of());
    }
}
