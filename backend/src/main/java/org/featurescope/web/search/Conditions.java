package org.featurescope.web.search;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.featurescope.core.text.FoldedText;
import org.featurescope.core.text.Words;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.column.Column;
import org.featurescope.web.column.ColumnKey;
import org.featurescope.web.column.FeatureColumns;
import org.featurescope.web.column.Metric;
import org.featurescope.web.explanation.Explanations;
import org.featurescope.web.source.Range;
import org.springframework.stereotype.Component;

/** What narrows a search besides text: tokens, labels that features tell apart, words of their explanations, numbers. At most three queries. */
@Component
class Conditions {

    private static final int MOST_EXPLAINED = 10_000;

    private final FeatureColumns columns;
    private final TokenConditions tokens;
    private final Explanations explanations;

    Conditions(FeatureColumns columns, TokenConditions tokens, Explanations explanations) {
        this.columns = columns;
        this.tokens = tokens;
        this.explanations = explanations;
    }

    /**
     * The features for which all conditions hold.
     *
     * @param allowed by place
     * @param best by the first condition
     * @param rankedBy the name of that one
     */
    record Narrowed(Map<Place, BitSet> allowed, List<Candidate> best, long count, String rankedBy) {}

    /** Empty: there is no condition. */
    Optional<Narrowed> of(SearchRequest request, List<Place> places) {
        List<Condition> conditions = new ArrayList<>(tokens.of(request.tokens(), places));
        LabelConditions labels = new LabelConditions(request, places);
        Map<FeatureColumns.Wanted, Column> read = columns.read(places.stream()
                .flatMap(place -> Stream.concat(
                        labels.wanted(place), request.ranges().keySet().stream().map(metric -> wanted(place, metric))))
                .toList());
        if (!labels.isEmpty()) {
            conditions.add(labels.condition(read));
        }
        if (!request.explained().isEmpty()) {
            conditions.add(explained(request.explained(), places));
        }
        request.ranges().forEach((metric, range) -> conditions.add(number(metric, range, read)));
        return conditions.isEmpty() ? Optional.empty() : Optional.of(narrowed(conditions, places));
    }

    private static Narrowed narrowed(List<Condition> conditions, List<Place> places) {
        Map<Place, BitSet> allowed = new IdentityHashMap<>();
        Best best = new Best();
        for (Place place : places) {
            List<IntToDoubleFunction> scores = conditions.stream()
                    .map(condition -> condition.scores().apply(place))
                    .toList();
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
        return new Narrowed(
                allowed, best.list(), best.offered(), conditions.get(0).name());
    }

    private static FeatureColumns.Wanted wanted(Place place, Metric metric) {
        return new FeatureColumns.Wanted(place, ColumnKey.of(metric, null));
    }

    private static Condition number(Metric metric, Range range, Map<FeatureColumns.Wanted, Column> read) {
        return new Condition(metric.parameter(), place -> {
            Column column = Objects.requireNonNull(read.get(wanted(place, metric)));
            return feature -> range.holds(column.get(feature)) ? column.get(feature) : Double.NaN;
        });
    }

    private Condition explained(String text, List<Place> places) {
        List<String> words = Words.of(FoldedText.of(text, false, true).text()).stream()
                .filter(word -> word.codePoints().anyMatch(Character::isLetterOrDigit))
                .toList();
        if (words.isEmpty()) {
            throw SearchRequest.problem("search.problem.explained", text);
        }
        Set<Integer> sources =
                places.stream().map(place -> place.keys().sourceId()).collect(Collectors.toSet());
        Map<Explanations.Key, Double> ranks = new HashMap<>();
        explanations.search(sources, words, MOST_EXPLAINED).forEach(each -> ranks.put(each.feature(), each.rank()));
        return new Condition(
                "explained",
                place -> feature ->
                        ranks.getOrDefault(new Explanations.Key(place.keys().sourceId(), feature), Double.NaN));
    }
}
