package org.featurescope.web.source;

import java.util.Optional;
import java.util.stream.Stream;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.Words;
import org.jspecify.annotations.Nullable;

/**
 * What a list is sorted by.
 *
 * @param parameter its name in addresses
 * @param metric null: the index, or the effect on the logit of the chosen token
 */
record SortKey(String parameter, @Nullable Metric metric) {

    static final SortKey INDEX = new SortKey("index", null);
    static final SortKey LOGIT = new SortKey("logit", null);

    static SortKey of(Metric metric) {
        return new SortKey(metric.parameter(), metric);
    }

    /** All there are, as a form offers them. */
    static Stream<SortKey> all() {
        return Stream.concat(Stream.of(INDEX), Stream.concat(Metric.ALL.stream().map(SortKey::of), Stream.of(LOGIT)));
    }

    static Optional<SortKey> named(String parameter) {
        return all().filter(key -> key.parameter.equals(parameter)).findFirst();
    }

    /** By index from the first on, by anything else from the largest on. */
    boolean usuallyDescending() {
        return !equals(INDEX);
    }

    String title() {
        if (metric != null) {
            return metric.title();
        }
        return Words.of(equals(LOGIT) ? "list.logit" : "list.index");
    }
}
