package org.featurescope.web.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.RunFacts;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.Words;
import org.featurescope.web.source.PlotView.Option;
import org.jspecify.annotations.Nullable;

/**
 * The form of a list, and what it is narrowed by.
 *
 * @param active filters in force, each with the list without it
 * @param unfiltered the list without any
 * @param hidden what the form keeps: the run that is pinned, and the axes of the plot
 * @param plotHidden what the form of the plot keeps: all but its axes
 */
public record FilterView(
        List<PageLink> active,
        String unfiltered,
        List<Field> fields,
        List<Option> labels,
        List<Option> states,
        String logit,
        List<Option> sorts,
        List<Option> orders,
        List<Hidden> hidden,
        List<Hidden> plotHidden) {

    /** @param low text of the lower bound; empty: none */
    public record Field(String name, String title, String note, String low, String high) {}

    public record Hidden(String name, String value) {}

    /** @param html address of the page without parameters, pinned or not */
    static FilterView of(ListQuery query, Place place, String html, @Nullable String labelTitle) {
        RunFacts run = place.run();
        return new FilterView(
                active(query, html, labelTitle),
                query.unfiltered().on(html),
                Metric.ALL.stream()
                        .filter(metric -> ListColumns.isMeasured(metric, run))
                        .map(metric -> new Field(
                                metric.parameter(),
                                metric.title(),
                                metric.note(),
                                query.range(metric).lowText(),
                                query.range(metric).highText()))
                        .toList(),
                labels(query, run, labelTitle),
                Stream.of(Life.values())
                        .map(life -> new Option(
                                life == Life.ANY ? "" : life.parameter(), stateTitle(life), life == query.life()))
                        .toList(),
                query.logit() == null ? "" : query.logit(),
                SortKey.all()
                        .filter(key -> key.metric() == null || ListColumns.isMeasured(key.metric(), run))
                        .filter(key -> !key.equals(SortKey.LOGIT) || query.logit() != null)
                        .map(key -> new Option(
                                key.equals(SortKey.INDEX) ? "" : key.parameter(),
                                key.title(),
                                key.equals(query.sort())))
                        .toList(),
                List.of(
                        new Option("desc", Words.of("filter.order.desc"), query.descending()),
                        new Option("asc", Words.of("filter.order.asc"), !query.descending())),
                hidden(query, place, true),
                hidden(query, place, false));
    }

    private static List<PageLink> active(ListQuery query, String html, @Nullable String labelTitle) {
        List<PageLink> active = new ArrayList<>();
        query.ranges().forEach((metric, range) -> {
            String title = range.title(metric);
            if (metric == Metric.AUC) {
                title = labelTitle == null
                        ? Words.of("filter.active.best", title)
                        : Words.of("filter.active.label", title, labelTitle);
            }
            active.add(new PageLink(title, query.with(metric, Range.ALL).on(html)));
        });
        if (query.life() != Life.ANY) {
            active.add(
                    new PageLink(stateTitle(query.life()), query.with(Life.ANY).on(html)));
        }
        if (query.logit() != null) {
            active.add(new PageLink(
                    Words.of("filter.active.logit", query.logit()),
                    query.withoutLogit().on(html)));
        }
        return active;
    }

    private static String stateTitle(Life life) {
        return switch (life) {
            case ANY -> Words.of("filter.state.any");
            case ALIVE -> Words.of("filter.state.alive");
            case DEAD -> Words.of("filter.state.dead");
        };
    }

    private static List<Option> labels(ListQuery query, RunFacts run, @Nullable String labelTitle) {
        Stream<Option> each = run.labels().stream()
                .map(label -> new Option(
                        run.labelKey(label),
                        run.labelKey(label).contains("/") ? label.corpus() + "/" + label.title() : label.title(),
                        query.label() != null && label.isCalled(query.label())));
        return Stream.concat(Stream.of(new Option("", Words.of("filter.label.best"), labelTitle == null)), each)
                .toList();
    }

    private static List<Hidden> hidden(ListQuery query, Place place, boolean axes) {
        List<Hidden> hidden = new ArrayList<>();
        place.pin().ifPresent(run -> hidden.add(new Hidden("run", String.valueOf(run))));
        for (Map.Entry<String, String> parameter : query.parameters().entrySet()) {
            boolean isAxis =
                    parameter.getKey().equals("x") || parameter.getKey().equals("y");
            if (isAxis == axes) {
                hidden.add(new Hidden(parameter.getKey(), parameter.getValue()));
            }
        }
        return hidden;
    }
}
