package org.featurescope.web.source;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.Links;
import org.jspecify.annotations.Nullable;

/**
 * Which features of a source are listed, in what order, and what the plot of them shows: the state of the page but for run and
 * cursor. Equal keys follow by index, in the same direction; features without the key come last in either.
 *
 * @param label what AUC is about, as addresses name it; null: the best label of each feature
 * @param ranges what numbers must lie in; without those that let everything through
 * @param logit the text of a token that must be among those that the feature raises most; null: none must
 */
record ListQuery(
        SortKey sort,
        boolean descending,
        @Nullable String label,
        Map<Metric, Range> ranges,
        Life life,
        @Nullable String logit,
        AxisChoice x,
        AxisChoice y) {

    static final AxisChoice USUAL_X = AxisChoice.usual(Metric.DENSITY);
    static final AxisChoice USUAL_Y = AxisChoice.usual(Metric.MAX);
    static final ListQuery USUAL =
            new ListQuery(SortKey.INDEX, false, null, Map.of(), Life.ANY, null, USUAL_X, USUAL_Y);

    ListQuery {
        Map<Metric, Range> bounded = new EnumMap<>(Metric.class);
        ranges.forEach((metric, range) -> {
            if (!range.isAll()) {
                bounded.put(metric, range);
            }
        });
        ranges = Collections.unmodifiableMap(bounded);
    }

    /** The name of the direction in addresses. */
    String direction() {
        return descending ? "desc" : "asc";
    }

    Range range(Metric metric) {
        return ranges.getOrDefault(metric, Range.ALL);
    }

    ListQuery sortedBy(SortKey other, boolean descends) {
        return new ListQuery(other, descends, label, ranges, life, logit, x, y);
    }

    ListQuery with(Metric metric, Range range) {
        Map<Metric, Range> others = new EnumMap<>(Metric.class);
        others.putAll(ranges);
        others.put(metric, range);
        return new ListQuery(sort, descending, label, others, life, logit, x, y);
    }

    ListQuery with(Life other) {
        return new ListQuery(sort, descending, label, ranges, other, logit, x, y);
    }

    /** Without the token, also as what the list is sorted by. */
    ListQuery withoutLogit() {
        return sort.equals(SortKey.LOGIT)
                ? new ListQuery(SortKey.INDEX, false, label, ranges, life, null, x, y)
                : new ListQuery(sort, descending, label, ranges, life, null, x, y);
    }

    ListQuery about(@Nullable String other) {
        return new ListQuery(sort, descending, other, ranges, life, logit, x, y);
    }

    ListQuery unfiltered() {
        return withoutLogit().with(Life.ANY).withoutRanges();
    }

    private ListQuery withoutRanges() {
        return new ListQuery(sort, descending, label, Map.of(), life, logit, x, y);
    }

    /** Its parameters in an address, in their order; what is usual is left out. */
    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (!sort.equals(SortKey.INDEX)) {
            parameters.put("sort", sort.parameter());
        }
        if (descending != sort.usuallyDescending()) {
            parameters.put("order", direction());
        }
        if (label != null) {
            parameters.put("label", label);
        }
        if (life != Life.ANY) {
            parameters.put("state", life.parameter());
        }
        if (logit != null) {
            parameters.put("logit", logit);
        }
        ranges.forEach((metric, range) -> parameters.put(metric.parameter(), range.text()));
        if (!x.equals(USUAL_X)) {
            parameters.put("x", x.parameter());
        }
        if (!y.equals(USUAL_Y)) {
            parameters.put("y", y.parameter());
        }
        return parameters;
    }

    /** The address of the list as HTML, JSON or CSV, pinned or not. */
    String on(String url) {
        String address = url;
        for (Map.Entry<String, String> parameter : parameters().entrySet()) {
            address = Links.withText(address, parameter.getKey(), parameter.getValue());
        }
        return address;
    }

    String on(String url, @Nullable ListCursor after) {
        return after == null ? on(url) : Links.with(on(url), "after", after.token());
    }

    /** Tells lists apart whose cursors must not be mixed: what is drawn does not matter. */
    int fingerprint() {
        return new ListQuery(sort, descending, label, ranges, life, logit, USUAL_X, USUAL_Y)
                .parameters()
                .toString()
                .hashCode();
    }
}
