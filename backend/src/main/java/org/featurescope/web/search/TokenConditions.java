package org.featurescope.web.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import org.featurescope.db.format.TokenFeatureFormat.Entry;
import org.featurescope.db.format.TokenFeatureFormat.Kind;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.Words;
import org.featurescope.web.search.SearchIndexRepository.TokenKey;
import org.featurescope.web.text.Vocabularies;
import org.springframework.stereotype.Component;

/** Features by the tokens that they raise, lower, answer to or peak at; one query, however many are asked for. */
@Component
class TokenConditions {

    private static final int SUGGESTIONS = 30;

    private final SearchIndexRepository index;
    private final Vocabularies vocabularies;

    TokenConditions(SearchIndexRepository index, Vocabularies vocabularies) {
        this.index = index;
        this.vocabularies = vocabularies;
    }

    /** @param tokens their texts, as they were asked for */
    List<Condition> of(Map<TokenRole, String> tokens, List<Place> places) {
        if (tokens.isEmpty()) {
            return List.of();
        }
        Map<TokenRole, Map<Integer, OptionalInt>> ids = new HashMap<>(); // by tokenizer
        tokens.forEach((role, text) -> ids.put(role, ids(role, text, places)));
        Set<TokenKey> wanted = new LinkedHashSet<>();
        ids.forEach((role, ofRole) ->
                places.forEach(place -> key(role, ofRole, place).ifPresent(wanted::add)));
        Map<TokenKey, List<Entry>> found = index.tokens(wanted);
        List<Condition> conditions = new ArrayList<>();
        for (TokenRole role : tokens.keySet()) {
            Map<Integer, OptionalInt> ofRole = ids.getOrDefault(role, Map.of());
            conditions.add(new Condition(
                    role.parameter(),
                    place -> values(
                            place,
                            role.kind(),
                            key(role, ofRole, place)
                                    .map(key -> found.getOrDefault(key, List.of()))
                                    .orElse(List.of()))));
        }
        return conditions;
    }

    private static Optional<TokenKey> key(TokenRole role, Map<Integer, OptionalInt> ids, Place place) {
        OptionalInt id = ids.getOrDefault(place.keys().tokenizerId(), OptionalInt.empty());
        return id.isEmpty()
                ? Optional.empty()
                : Optional.of(new TokenKey(place.keys().runId(), role.kind(), id.getAsInt()));
    }

    private static IntToDoubleFunction values(Place place, Kind kind, Collection<Entry> entries) {
        double[] values = new double[place.source().features()];
        Arrays.fill(values, Double.NaN);
        for (Entry entry : entries) {
            if (entry.source() == place.keys().sourceId()) {
                values[entry.feature()] = entry.score(kind);
            }
        }
        return feature -> values[feature];
    }

    /** Of each tokenizer; at least one has the token. */
    private Map<Integer, OptionalInt> ids(TokenRole role, String text, List<Place> places) {
        Map<Integer, OptionalInt> ids = new HashMap<>();
        for (Place place : places) {
            ids.computeIfAbsent(
                    place.keys().tokenizerId(), id -> vocabularies.get(id).find(text));
        }
        if (ids.values().stream().allMatch(OptionalInt::isEmpty)) {
            throw unknown(role, text, ids.keySet());
        }
        return ids;
    }

    private PageProblem unknown(TokenRole role, String text, Set<Integer> tokenizers) {
        List<PageLink> holding = tokenizers.stream()
                .flatMap(id -> vocabularies.get(id).holding(text.strip(), SUGGESTIONS).stream())
                .distinct()
                .limit(SUGGESTIONS)
                .map(name -> new PageLink("“" + name + "”", Links.withText(Links.search(), role.parameter(), name)))
                .toList();
        return holding.isEmpty()
                ? SearchRequest.problem("search.problem.token", role.parameter(), text)
                : PageProblem.badRequest(
                        Words.of("search.problem.token", role.parameter(), text),
                        Words.of("search.problem.token.holding"),
                        holding);
    }
}
