package org.featurescope.web.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.column.Column;
import org.featurescope.web.column.ColumnKey;
import org.featurescope.web.column.FeatureColumns;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.Words;

/** Labels that features tell apart, or tell apart the other way round, better than chance. */
final class LabelConditions {

    private static final int SUGGESTIONS = 30;

    private final List<String> labels;
    private final List<String> nots;

    /** @throws PageProblem for a label that no place knows */
    LabelConditions(SearchRequest request, List<Place> places) {
        this.labels = request.labels();
        this.nots = request.nots();
        all().filter(name -> places.stream().noneMatch(place -> key(place, name).isPresent()))
                .findFirst()
                .ifPresent(name -> {
                    throw unknown(name, places);
                });
    }

    private Stream<String> all() {
        return Stream.concat(labels.stream(), nots.stream());
    }

    private static PageProblem unknown(String name, List<Place> places) {
        return PageProblem.badRequest(
                Words.of("search.problem.label", name),
                Words.of("search.problem.label.known"),
                places.stream()
                        .flatMap(place -> place.run().labels().stream().map(place.run()::labelKey))
                        .distinct()
                        .limit(SUGGESTIONS)
                        .map(each -> new PageLink(each, Links.withText(Links.search(), "label", each)))
                        .toList());
    }

    boolean isEmpty() {
        return all().findAny().isEmpty();
    }

    /** The columns that {@link #condition} needs of a place. */
    Stream<FeatureColumns.Wanted> wanted(Place place) {
        return all().flatMap(name -> key(place, name).stream()).map(key -> new FeatureColumns.Wanted(place, key));
    }

    private static Optional<ColumnKey> key(Place place, String name) {
        return place.run().labels().stream()
                .filter(label -> label.isCalled(name))
                .findFirst()
                .map(label -> ColumnKey.of(Metric.AUC, label.number()));
    }

    /** The least of the AUCs of the labels and of 1 − AUC of the others. */
    Condition condition(Map<FeatureColumns.Wanted, Column> read) {
        return new Condition("label", place -> auc(place, read));
    }

    private IntToDoubleFunction auc(Place place, Map<FeatureColumns.Wanted, Column> read) {
        List<Column> high = new ArrayList<>();
        List<Column> low = new ArrayList<>();
        for (String name : labels) {
            Optional<ColumnKey> key = key(place, name);
            if (key.isEmpty()) {
                return feature -> Double.NaN;
            }
            high.add(column(read, place, key.get()));
        }
        for (String name : nots) {
            key(place, name).ifPresent(key -> low.add(column(read, place, key)));
        }
        return feature -> {
            double least = 1;
            for (Column column : high) {
                least = Math.min(least, column.get(feature));
            }
            for (Column column : low) {
                least = Math.min(least, 1 - column.get(feature));
            }
            return least > 0.5 ? least : Double.NaN;
        };
    }

    private static Column column(Map<FeatureColumns.Wanted, Column> read, Place place, ColumnKey key) {
        return Objects.requireNonNull(read.get(new FeatureColumns.Wanted(place, key)));
    }
}
