package org.featurescope.web.feature;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.web.catalog.RunFacts;
import org.featurescope.web.catalog.RunLabel;
import org.jspecify.annotations.Nullable;

/**
 * A group of examples, without them.
 *
 * @param name {@code top}, {@code interval-3} and the like, unique in the feature
 * @param label of a group by label: which; null: another group
 * @param low of an interval, its lower bound, included; of others, the smallest activation that it may hold, or null
 * @param high of an interval, its upper bound, which the last interval alone includes; of others the largest, or null
 * @param tokens how many counted tokens the group stands for
 * @param tokenShare their share of the run's; null: unknown
 * @param contexts how many contexts its examples were chosen from
 * @param contextShare their share of the run's; null: unknown
 * @param examples how many are kept
 */
public record GroupFacts(
        String name,
        @JsonIgnore GroupKind kind,
        @JsonIgnore int number,
        @Nullable RunLabel label,
        @Nullable Float low,
        @Nullable Float high,
        @Nullable Long tokens,
        @Nullable Double tokenShare,
        @Nullable Long contexts,
        @Nullable Double contextShare,
        int examples) {

    static GroupFacts of(ExampleGroup group, RunFacts run) {
        boolean counted = run.evidence() != null; // a run from before groups were counted keeps none, an import shares
        boolean share = counted || run.origin() != null && group.tokens() > 0;
        return new GroupFacts(
                GroupChoice.name(group.kind(), group.number()),
                group.kind(),
                group.number(),
                group.kind() == GroupKind.LABEL ? run.labels().get(group.number()) : null,
                finite(group.low()),
                finite(group.high()),
                counted ? group.tokens() : null,
                share ? share(group.tokens(), run.tokens()) : null,
                counted ? group.contexts() : null,
                counted ? share(group.contexts(), run.contexts()) : null,
                group.examples().size());
    }

    private static @Nullable Float finite(float bound) {
        return Float.isFinite(bound) ? bound : null;
    }

    private static @Nullable Double share(long part, @Nullable Long whole) {
        return whole == null ? null : (Double) (whole == 0 ? 0 : (double) part / whole);
    }
}
