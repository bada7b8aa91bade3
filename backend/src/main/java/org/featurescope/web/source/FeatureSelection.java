package org.featurescope.web.source;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntPredicate;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.RunLabel;
import org.featurescope.web.column.Column;
import org.featurescope.web.column.ColumnKey;
import org.featurescope.web.column.FeatureColumns;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.Words;
import org.featurescope.web.evidence.FeatureLists;
import org.featurescope.web.text.Vocabularies;
import org.featurescope.web.text.Vocabulary;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds the features that a list holds: at most two queries, and one look at each feature of the source. */
@Component
class FeatureSelection {

    private static final int SUGGESTIONS = 12;

    private final FeatureColumns columns;
    private final FeatureLists features;
    private final Vocabularies vocabularies;

    FeatureSelection(FeatureColumns columns, FeatureLists features, Vocabularies vocabularies) {
        this.columns = columns;
        this.features = features;
        this.vocabularies = vocabularies;
    }

    /**
     * @param label what AUC is about; null: the best label of each feature
     * @param matches the features, by index
     * @param ranking their order
     * @param columns those that were needed, and those of the plot
     */
    record Selected(@Nullable RunLabel label, BitSet matches, Ranking ranking, Map<ColumnKey, Column> columns) {

        Column column(Metric metric) {
            return Objects.requireNonNull(columns.get(key(metric)));
        }

        ColumnKey key(Metric metric) {
            return ColumnKey.of(metric, label == null ? null : label.number());
        }
    }

    /** @param besides metrics that no filter or order needs, but a plot or a table does */
    Selected select(Place place, ListQuery query, Set<Metric> besides) {
        RunLabel label = query.label() == null ? null : label(place, query, query.label());
        Selected all = new Selected(label, new BitSet(), new Ranking(null, false), Map.of());
        Set<Metric> metrics = new LinkedHashSet<>(besides);
        metrics.addAll(query.ranges().keySet());
        if (query.life() != Life.ANY) {
            metrics.add(Metric.DENSITY);
        }
        if (query.sort().metric() != null) {
            metrics.add(query.sort().metric());
        }
        Map<ColumnKey, Column> read =
                new HashMap<>(columns.read(place, metrics.stream().map(all::key).toList()));
        Selected selected = new Selected(label, matches(place), all.ranking(), read);
        Column effects = query.logit() == null ? null : effects(place, query.logit());
        narrow(selected, query, effects);
        Column key = query.sort().equals(SortKey.LOGIT)
                ? effects
                : query.sort().metric() == null
                        ? null
                        : selected.column(query.sort().metric());
        return new Selected(label, selected.matches(), new Ranking(key, query.descending()), read);
    }

    private static BitSet matches(Place place) {
        BitSet all = new BitSet();
        all.set(0, place.source().features());
        return all;
    }

    private static void narrow(Selected selected, ListQuery query, @Nullable Column effects) {
        List<IntPredicate> filters = new ArrayList<>();
        query.ranges().forEach((metric, range) -> {
            Column column = selected.column(metric);
            filters.add(feature -> range.holds(column.get(feature)));
        });
        if (query.life() != Life.ANY) {
            Column density = selected.column(Metric.DENSITY);
            filters.add(feature -> query.life().holds(density.get(feature)));
        }
        if (effects != null) {
            filters.add(feature -> !Float.isNaN(effects.get(feature)));
        }
        BitSet matches = selected.matches();
        for (IntPredicate filter : filters) {
            for (int feature = matches.nextSetBit(0); feature >= 0; feature = matches.nextSetBit(feature + 1)) {
                if (!filter.test(feature)) {
                    matches.clear(feature);
                }
            }
        }
    }

    /** The effect of each feature on the logit of a token; NaN where it is not among those it raises most. */
    private Column effects(Place place, String token) {
        Vocabulary vocabulary = vocabularies.get(place.keys().tokenizerId());
        OptionalInt id = vocabulary.find(token);
        if (id.isEmpty()) {
            String url = Links.source(place.source().model(), place.source().name());
            throw PageProblem.badRequest(
                    Words.of("problem.logit", place.source().model(), token),
                    Words.of("search.problem.token.holding"),
                    vocabulary.holding(token.strip(), SUGGESTIONS).stream()
                            .map(name -> new PageLink("“" + name + "”", Links.withText(url, "logit", name)))
                            .toList());
        }
        float[] effects = new float[place.source().features()];
        Arrays.fill(effects, Float.NaN);
        features.raising(place, id.getAsInt()).forEach((feature, effect) -> effects[feature] = effect);
        return Column.of(effects);
    }

    private static RunLabel label(Place place, ListQuery query, String wanted) {
        return place.run().labels().stream()
                .filter(label -> label.isCalled(wanted))
                .findFirst()
                .orElseThrow(() -> unknownLabel(place, query, wanted));
    }

    private static PageProblem unknownLabel(Place place, ListQuery query, String wanted) {
        String url = Links.source(place.source().model(), place.source().name());
        return PageProblem.badRequest(
                Words.of("problem.label", String.valueOf(place.run().id()), wanted),
                Words.of("search.problem.label.known"),
                place.run().labels().stream()
                        .map(label -> new PageLink(
                                label.title() + " (" + label.corpus() + ")",
                                query.about(place.run().labelKey(label)).on(url)))
                        .toList());
    }
}
