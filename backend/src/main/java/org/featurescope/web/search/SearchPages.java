package org.featurescope.web.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.featurescope.web.catalog.Catalog;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.stereotype.Component;

/** Makes the page of a search. */
@Component
class SearchPages {

    static final int RESULTS_OF_A_PAGE = 10;

    private static final int MOST_MILLIS = 1_500;
    private static final int MOST_LINKS = 30;

    private final Catalog catalog;
    private final EvidenceSearch texts;
    private final Conditions conditions;
    private final SearchResults results;

    SearchPages(Catalog catalog, EvidenceSearch texts, Conditions conditions, SearchResults results) {
        this.catalog = catalog;
        this.texts = texts;
        this.conditions = conditions;
        this.results = results;
    }

    /**
     * What was found, as far as pages can show it.
     *
     * @param found how many; null: nothing was asked for
     * @param rankedBy the condition that features are ranked by; null: by the text, or nothing was asked for
     */
    private record Found(
            List<Candidate> candidates,
            @Nullable Long found,
            boolean complete,
            List<String> remarks,
            @Nullable String rankedBy) {

        static final Found NOTHING = new Found(List.of(), null, true, List.of(), null);

        static Found none(boolean complete, String remark) {
            return new Found(List.of(), 0L, complete, List.of(remark), null);
        }

        List<Candidate> page(int number) {
            return candidates.stream()
                    .skip((long) (number - 1) * RESULTS_OF_A_PAGE)
                    .limit(RESULTS_OF_A_PAGE)
                    .toList();
        }

        boolean goesOn(int page) {
            return candidates.size() > page * RESULTS_OF_A_PAGE && page < SearchRequest.LAST_PAGE;
        }
    }

    /**
     * @param all places that could be searched, for the form
     * @param meant address of the one page that the question names; null: it was searched for
     */
    record Shown(SearchPage page, List<Place> all, @Nullable String meant) {}

    Shown show(SearchRequest request) {
        List<Place> all = request.run() == null ? catalog.newestPlaces(null) : catalog.placesOfRun(request.run());
        List<Place> places = places(request, all);
        Jumps jumps = new Jumps(all);
        String meant = request.isPlain() ? jumps.certain(request.query()) : null;
        List<PageLink> links = request.isPlain() ? jumps.of(request.query()) : List.of();
        String absent = request.isPlain() && links.isEmpty()
                ? new Absence(all).of(request.query()).orElse(null)
                : null;
        boolean isAnswered = meant != null || absent != null && Absence.isAddress(request.query());
        Optional<TextPattern> pattern = request.pattern();
        Found found;
        List<SearchResult> shown = List.of();
        try {
            found = request.isEmpty() || isAnswered ? Found.NOTHING : search(request, pattern, places);
            shown = results.of(request, pattern, found.page(request.page()));
        } catch (QueryTimeoutException e) {
            found = Found.none(false, Words.of("search.remark.database"));
        }
        int page = request.page();
        return new Shown(
                new SearchPage(
                        1,
                        request.query(),
                        request.address(page),
                        links,
                        absent,
                        places.size(),
                        (int) places.stream()
                                .map(place -> place.source().model())
                                .distinct()
                                .count(),
                        found.found,
                        found.complete,
                        found.remarks,
                        found.rankedBy,
                        shown,
                        found.goesOn(page) ? request.address(page + 1) : null,
                        page > 1 ? request.address(page - 1) : null,
                        shown.isEmpty() ? Questions.of(all) : List.of()),
                all,
                meant);
    }

    private static List<Place> places(SearchRequest request, List<Place> all) {
        List<Place> places = all.stream()
                .filter(place ->
                        request.model() == null || place.source().model().equals(request.model()))
                .filter(place ->
                        request.source() == null || place.source().name().equals(request.source()))
                .filter(place ->
                        request.layer() == null || Objects.equals(place.source().layer(), request.layer()))
                .toList();
        if (places.isEmpty() && !all.isEmpty()) {
            throw PageProblem.badRequest(
                    Words.of("search.problem.source", wanted(request)),
                    Words.of("search.problem.sources"),
                    all.stream()
                            .map(Place::source)
                            .limit(MOST_LINKS)
                            .map(source -> new PageLink(
                                    source.model() + " " + source.name(), Links.source(source.model(), source.name())))
                            .toList());
        }
        return places;
    }

    /** The parameters that name sources. */
    private static String wanted(SearchRequest request) {
        List<String> wanted = new ArrayList<>();
        if (request.model() != null) {
            wanted.add("model=" + request.model());
        }
        if (request.source() != null) {
            wanted.add("source=" + request.source());
        }
        if (request.layer() != null) {
            wanted.add("layer=" + request.layer());
        }
        return String.join(", ", wanted);
    }

    private Found search(SearchRequest request, Optional<TextPattern> pattern, List<Place> places) {
        Optional<Conditions.Narrowed> narrowed = conditions.of(request, places);
        if (pattern.isEmpty()) {
            return narrowed.map(all -> new Found(all.best(), all.count(), true, List.of(), all.rankedBy()))
                    .orElseGet(() -> Found.none(true, Words.of("search.remark.invisible")));
        }
        Scope scope =
                new Scope(places, narrowed.map(Conditions.Narrowed::allowed).orElse(null));
        EvidenceSearch.Found found =
                texts.search(pattern.get(), request.anywhere(), scope, TimeLimit.ofMillis(MOST_MILLIS));
        List<String> remarks = new ArrayList<>(found.coverage().remarks());
        if (!found.exact()) {
            remarks.add(Words.of("search.remark.more", Numbers.count(found.features())));
        }
        return new Found(
                found.candidates(), found.features(), found.coverage().complete() && found.exact(), remarks, null);
    }
}
