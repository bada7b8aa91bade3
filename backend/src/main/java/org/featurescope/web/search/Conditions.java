package org.featurescope.web.search;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import org.featurescope.core.text.FoldedText;
import org.featurescope.core.text.Words;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.RunLabel;
import org.featurescope.web.column.Column;
import org.featurescope.web.column.ColumnKey;
import org.featurescope.web.column.FeatureColumns;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.evidence.FeatureLists;
import org.featurescope.web.explanation.Explanations;
import org.featurescope.web.source.Range;
import org.featurescope.web.text.Vocabularies;
import org.springframework.stereotype.Component;

/**
 * What narrows a search besides text: the token whose logit features raise, labels that they tell apart, words of their explanations,
 * numbers. At most three queries.
 */
@Component
class Conditions {

    private static final int MOST_EXPLAINED = 10_000;
    private static final int SUGGESTIONS = 30;

    private final FeatureColumns columns;
    private final FeatureLists features;
    private final Explanations explanations;
    private final Vocabularies vocabularies;

    Conditions(FeatureColumns columns, FeatureLists features, Explanations explanations, Vocabularies vocabularies) {
        this.columns = columns;
        this.features = features;
        this.explanations = explanations;
        this.vocabularies = vocabularies;
    }

    /** Gives each feature of a place a number; NaN: the condition does not hold. */
    private interface Condition extends Function<Place, IntToDoubleFunction> {}

    /**
     * The features for which all conditions hold.
     *
     * @param allowed by place
     */
    record Narrowed(Map<Place, BitSet> allowed, List<Candidate> best, long count) {}

    /** Empty: there is no condition. */
    Optional<Narrowed> of(SearchRequest request, List<Place> places) {
        List<Condition> conditions = new ArrayList<>();
        if (request.token() != null) {
            conditions.add(token(request.token(), places));
        }
        numbers(request, places, conditions);
        if (!request.explained().isEmpty()) {
            conditions.add(explained(request.explained(), places));
        }
        return conditions.isEmpty() ? Optional.empty() : Optional.of(narrowed(conditions, places));
    }

    private static Narrowed narrowed(List<Condition> conditions, List<Place> places) {
        Map<Place, BitSet> allowed = new IdentityHashMap<>();
        Best best = new Best();
        for (Place place : places) {
            List<IntToDoubleFunction> scores =
                    conditions.stream().map(condition -> condition.apply(place)).toList();
            BitSet holds = new BitSet();
            for (int feature = 0; feature < place.source().features(); feature++) {
                double first = scores.get(0).applyAsDouble(feature);
                boolean all = !Double.isNaN(first);
                for (int i = 1; i < scores.size() && all; i++) {
                    all = !Double.isNaN(scores.get(i).applyAsDouble(feature));
                }
                if (all) {
                    holds.set(feature);
                    best.offer(new Candidate(place, feature, null, first));
                }
            }
            allowed.put(place, holds);
        }
        return new Narrowed(allowed, best.list(), best.offered());
    }

    private Condition token(String token, List<Place> places) {
        Map<Integer, OptionalInt> ids = new HashMap<>();
        for (Place place : places) {
            ids.computeIfAbsent(
                    place.keys().tokenizerId(), id -> vocabularies.get(id).find(token));
        }
        if (ids.values().stream().allMatch(OptionalInt::isEmpty)) {
            List<PageLink> holding = ids.keySet().stream()
                    .flatMap(id -> vocabularies.get(id).holding(token.strip(), SUGGESTIONS).stream())
                    .distinct()
                    .limit(SUGGESTIONS)
                    .map(name -> new PageLink("“" + name + "”", Links.withText(Links.search(), "token", name)))
                    .toList();
            throw PageProblem.badRequest(
                    "token must be the text of one token, the space in front of it included, got “" + token + "”.",
                    holding.isEmpty() ? "Search" : "Tokens that hold it",
                    holding.isEmpty() ? List.of(new PageLink("Begin anew", Links.search())) : holding);
        }
        Map<FeatureLists.Raising, Float> effects =
                features.raising(places, place -> ids.getOrDefault(place.keys().tokenizerId(), OptionalInt.empty()));
        return place -> feature -> effects.getOrDefault(
                new FeatureLists.Raising(place.keys().runId(), place.keys().sourceId(), feature), Float.NaN);
    }

    private void numbers(SearchRequest request, List<Place> places, List<Condition> conditions) {
        requireKnown(request, places);
        List<FeatureColumns.Wanted> wanted = new ArrayList<>();
        for (Place place : places) {
            request.labels()
                    .forEach(name ->
                            label(place, name).ifPresent(key -> wanted.add(new FeatureColumns.Wanted(place, key))));
            request.nots()
                    .forEach(name ->
                            label(place, name).ifPresent(key -> wanted.add(new FeatureColumns.Wanted(place, key))));
            request.ranges()
                    .keySet()
                    .forEach(metric -> wanted.add(new FeatureColumns.Wanted(place, ColumnKey.of(metric, null))));
        }
        if (wanted.isEmpty()) {
            return;
        }
        Map<FeatureColumns.Wanted, Column> read = columns.read(wanted);
        if (!request.labels().isEmpty() || !request.nots().isEmpty()) {
            conditions.add(place -> auc(request, place, read));
        }
        for (Map.Entry<Metric, Range> range : request.ranges().entrySet()) {
            conditions.add(place -> {
                Column column = read.get(new FeatureColumns.Wanted(place, ColumnKey.of(range.getKey(), null)));
                return feature -> column != null && range.getValue().holds(column.get(feature))
                        ? column.get(feature)
                        : Double.NaN;
            });
        }
    }

    /** The least of the AUCs of the labels and of 1 − AUC of the others, which must be better than chance. */
    private static IntToDoubleFunction auc(
            SearchRequest request, Place place, Map<FeatureColumns.Wanted, Column> read) {
        List<Column> labels = new ArrayList<>();
        List<Column> nots = new ArrayList<>();
        for (String name : request.labels()) {
            Optional<ColumnKey> key = label(place, name);
            if (key.isEmpty()) {
                return feature -> Double.NaN;
            }
            labels.add(column(read, place, key.get()));
        }
        for (String name : request.nots()) {
            label(place, name).ifPresent(key -> nots.add(column(read, place, key)));
        }
        return feature -> {
            double least = 1;
            for (Column column : labels) {
                least = Math.min(least, column.get(feature));
            }
            for (Column column : nots) {
                least = Math.min(least, 1 - column.get(feature));
            }
            return least > 0.5 ? least : Double.NaN;
        };
    }

    private static Column column(Map<FeatureColumns.Wanted, Column> read, Place place, ColumnKey key) {
        return Objects.requireNonNull(read.get(new FeatureColumns.Wanted(place, key)));
    }

    private static Optional<ColumnKey> label(Place place, String name) {
        return place.run().labels().stream()
                .filter(label -> label.isCalled(name))
                .findFirst()
                .map(label -> ColumnKey.of(Metric.AUC, label.number()));
    }

    private static void requireKnown(SearchRequest request, List<Place> places) {
        for (List<String> names : List.of(request.labels(), request.nots())) {
            for (String name : names) {
                if (places.stream().noneMatch(place -> label(place, name).isPresent())) {
                    throw PageProblem.badRequest(
                            "No run that is searched has a label called " + name + ".",
                            "Known labels",
                            places.stream()
                                    .flatMap(place ->
                                            place.run().labels().stream().map(label -> name(place, label)))
                                    .distinct()
                                    .limit(SUGGESTIONS)
                                    .map(each -> new PageLink(each, Links.withText(Links.search(), "label", each)))
                                    .toList());
                }
            }
        }
    }

    private static String name(Place place, RunLabel label) {
        return place.run().labelKey(label);
    }

    private Condition explained(String text, List<Place> places) {
        List<String> words = Words.of(FoldedText.of(text, false, true).text()).stream()
                .filter(word -> word.codePoints().anyMatch(Character::isLetterOrDigit))
                .toList();
        if (words.isEmpty()) {
            throw SearchRequest.problem("explained must hold a word, got " + text + ".");
        }
        Set<Integer> sources =
                places.stream().map(place -> place.keys().sourceId()).collect(Collectors.toSet());
        Map<Explanations.Key, Double> ranks = new HashMap<>();
        explanations.search(sources, words, MOST_EXPLAINED).forEach(each -> ranks.put(each.feature(), each.rank()));
        return place ->
                feature -> ranks.getOrDefault(new Explanations.Key(place.keys().sourceId(), feature), Double.NaN);
    }
}
