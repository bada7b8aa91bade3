package org.featurescope.web.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.db.format.PeakFormat;
import org.featurescope.db.format.StoredEvidence;
import org.featurescope.web.catalog.Catalog;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.evidence.EvidenceReader;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.evidence.FeatureFacts;
import org.featurescope.web.evidence.FeatureLists;
import org.featurescope.web.explanation.Explanation;
import org.featurescope.web.explanation.Explanations;
import org.featurescope.web.text.Piece;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.stereotype.Component;

/** Makes the page of a search. */
@Component
class SearchPages {

    static final int RESULTS_OF_A_PAGE = 10;

    private static final int MOST_MILLIS = 1_500;
    private static final int MOST_MILLIS_SHOWN = 500;
    private static final int MATCHES_SHOWN = 3;
    private static final int MOST_EXAMPLES_READ = 40;
    private static final int MOST_LINKS = 30;

    private final Catalog catalog;
    private final EvidenceSearch texts;
    private final Conditions conditions;
    private final EvidenceReader evidence;
    private final FeatureLists features;
    private final Explanations explanations;

    SearchPages(
            Catalog catalog,
            EvidenceSearch texts,
            Conditions conditions,
            EvidenceReader evidence,
            FeatureLists features,
            Explanations explanations) {
        this.catalog = catalog;
        this.texts = texts;
        this.conditions = conditions;
        this.evidence = evidence;
        this.features = features;
        this.explanations = explanations;
    }

    /** What was found, as far as pages can show it; found: null: nothing was asked for. */
    private record Found(
            List<Candidate> candidates, @Nullable Long found, boolean complete, List<String> remarks) {}

    /**
     * @param all places that could be searched, for the form
     * @param meant address of the one page that the question names; null: it was searched for
     */
    record Shown(SearchPage page, List<Place> all, @Nullable String meant) {}

    Shown show(SearchRequest request) {
        List<Place> all = request.run() == null ? catalog.newestPlaces(null) : catalog.placesOfRun(request.run());
        List<Place> places = places(request, all);
        String meant = request.isPlain() ? new Jumps(all).certain(request.query()) : null;
        List<PageLink> jumps = request.isPlain() ? new Jumps(all).of(request.query()) : List.of();
        Optional<TextPattern> pattern = request.pattern();
        Found found;
        List<SearchResult> results = List.of();
        try {
            found = request.isEmpty() || meant != null ? nothing() : search(request, pattern, places);
            results = results(request, pattern, found);
        } catch (QueryTimeoutException e) {
            found = new Found(
                    List.of(),
                    0L,
                    false,
                    List.of(
                            "The database was stopped because it took too long. Try again, or narrow the search to one model or source."));
        }
        boolean more = found.candidates.size() > request.page() * RESULTS_OF_A_PAGE
                && request.page() < SearchRequest.LAST_PAGE;
        SearchPage page = new SearchPage(
                1,
                request.query(),
                request.address(request.page()),
                jumps,
                places.size(),
                found.found,
                found.complete,
                found.remarks,
                results,
                more ? request.address(request.page() + 1) : null,
                request.page() > 1 ? request.address(request.page() - 1) : null,
                results.isEmpty() ? Questions.of(all) : List.of());
        return new Shown(page, all, meant);
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
                    "No source that is indexed is of %s.".formatted(wanted(request)),
                    "Sources",
                    all.stream()
                            .limit(MOST_LINKS)
                            .map(place -> new PageLink(
                                    place.source().model() + " "
                                            + place.source().name(),
                                    Links.source(
                                            place.source().model(),
                                            place.source().name())))
                            .toList());
        }
        return places;
    }

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
        return String.join(" and ", wanted);
    }

    private static Found nothing() {
        return new Found(List.of(), null, true, List.of());
    }

    private Found search(SearchRequest request, Optional<TextPattern> pattern, List<Place> places) {
        Optional<Conditions.Narrowed> narrowed = conditions.of(request, places);
        if (pattern.isEmpty()) {
            return narrowed.map(all -> new Found(all.best(), all.count(), true, List.of()))
                    .orElseGet(() -> new Found(
                            List.of(),
                            0L,
                            true,
                            List.of(
                                    "The question holds no visible character. Spaces and line breaks are found by a regular"
                                            + " expression, such as /\\n\\n/.")));
        }
        Scope scope =
                new Scope(places, narrowed.map(Conditions.Narrowed::allowed).orElse(null));
        EvidenceSearch.Found found =
                texts.search(pattern.get(), request.anywhere(), scope, TimeLimit.ofMillis(MOST_MILLIS));
        List<String> remarks = new ArrayList<>(found.coverage().remarks());
        if (!found.exact()) {
            remarks.add("More features than %s match; the best of them are shown."
                    .formatted(Numbers.count(found.features())));
        }
        return new Found(found.candidates(), found.features(), found.coverage().complete() && found.exact(), remarks);
    }

    private List<SearchResult> results(SearchRequest request, Optional<TextPattern> pattern, Found found) {
        List<Candidate> shown = found.candidates.stream()
                .skip((long) (request.page() - 1) * RESULTS_OF_A_PAGE)
                .limit(RESULTS_OF_A_PAGE)
                .toList();
        if (shown.isEmpty()) {
            return List.of();
        }
        List<FeatureLists.Wanted> wanted = shown.stream()
                .map(each -> new FeatureLists.Wanted(each.place(), each.feature()))
                .toList();
        List<FeatureLists.Whole> read = features.whole(wanted);
        List<StoredEvidence> kept = read.stream().map(FeatureLists.Whole::kept).toList();
        List<List<Example>> examples = examples(shown, kept, pattern.isPresent() ? MOST_EXAMPLES_READ : 1);
        Map<Explanations.Key, List<Explanation>> explained =
                explanations.of(shown.stream().map(SearchPages::explanationKey).toList());
        TimeLimit limit = TimeLimit.ofMillis(MOST_MILLIS_SHOWN);
        List<SearchResult> results = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            Candidate candidate = shown.get(i);
            results.add(result(
                    request,
                    candidate,
                    read.get(i).facts(),
                    top(kept.get(i)),
                    matches(request, pattern, candidate, examples.get(i), limit),
                    explained.getOrDefault(explanationKey(candidate), List.of())));
        }
        return results;
    }

    private static Explanations.Key explanationKey(Candidate candidate) {
        return new Explanations.Key(candidate.place().keys().sourceId(), candidate.feature());
    }

    private static List<org.featurescope.core.evidence.Example> top(StoredEvidence kept) {
        return kept.groups().stream()
                .filter(group -> group.kind() == GroupKind.TOP)
                .findFirst()
                .map(ExampleGroup::examples)
                .orElse(List.of());
    }

    /** The first top examples of each, all texts by one query. */
    private List<List<Example>> examples(List<Candidate> shown, List<StoredEvidence> kept, int most) {
        List<Place> places = new ArrayList<>();
        List<org.featurescope.core.evidence.Example> all = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            for (org.featurescope.core.evidence.Example example :
                    top(kept.get(i)).stream().limit(most).toList()) {
                places.add(shown.get(i).place());
                all.add(example);
            }
        }
        List<Example> read = evidence.texts(places, all);
        List<List<Example>> ofEach = new ArrayList<>();
        int from = 0;
        for (StoredEvidence each : kept) {
            int to = from + Math.min(most, top(each).size());
            ofEach.add(read.subList(from, to));
            from = to;
        }
        return ofEach;
    }

    private static List<SearchResult.Match> matches(
            SearchRequest request,
            Optional<TextPattern> pattern,
            Candidate candidate,
            List<Example> examples,
            TimeLimit limit) {
        List<SearchResult.Match> matches = new ArrayList<>();
        String url = url(request, candidate);
        for (int i = 0; i < examples.size(); i++) {
            Example example = examples.get(i);
            String text = text(example);
            List<Span> spans = pattern.isEmpty() ? List.of() : find(pattern.get(), text, limit);
            if (pattern.isEmpty() || (request.anywhere() ? !spans.isEmpty() : holdPeak(example, spans))) {
                matches.add(new SearchResult.Match(
                        i + 1,
                        Links.example(url, "top", i + 1),
                        example.corpus(),
                        example.document(),
                        example.context(),
                        example.peak(),
                        example.peakPosition(),
                        text,
                        spans.stream()
                                .map(span -> List.of(span.start(), span.end()))
                                .toList(),
                        example));
            }
        }
        return matches;
    }

    private static List<Span> find(TextPattern pattern, String text, TimeLimit limit) {
        try {
            return pattern.find(text, limit);
        } catch (TimeLimit.Reached e) {
            return List.of();
        }
    }

    private static String text(Example example) {
        StringBuilder text = new StringBuilder();
        for (Piece piece : example.text().pieces()) {
            if (!piece.special()) {
                text.append(piece.text());
            }
        }
        return text.toString();
    }

    private static boolean holdPeak(Example example, List<Span> spans) {
        int at = 0;
        for (Piece piece : example.text().pieces()) {
            int start = at;
            at += piece.special() ? 0 : piece.text().length();
            if (piece.firstToken() <= example.peakPosition()
                    && example.peakPosition() < piece.firstToken() + piece.tokens()) {
                int end = at;
                return spans.stream().anyMatch(span -> span.meets(start, end));
            }
        }
        return false;
    }

    private static String url(SearchRequest request, Candidate candidate) {
        Place place = candidate.place();
        String url = Links.feature(place.source().model(), place.source().name(), candidate.feature());
        return request.run() == null ? url : Links.with(url, "run", request.run());
    }

    private static SearchResult result(
            SearchRequest request,
            Candidate candidate,
            FeatureFacts facts,
            List<org.featurescope.core.evidence.Example> top,
            List<SearchResult.Match> matches,
            List<Explanation> explained) {
        Place place = candidate.place();
        PeakFormat.Hits hits = candidate.hits();
        Float max = facts.statistics().max();
        boolean allRead = top.size() <= MOST_EXAMPLES_READ;
        return new SearchResult(
                place.source().model(),
                place.source().name(),
                candidate.feature(),
                place.source().kind(),
                place.source().layer(),
                place.run().id(),
                url(request, candidate),
                hits == null ? null : allRead ? Integer.valueOf(matches.size()) : Integer.valueOf(hits.hits()),
                top.size(),
                hits == null || matches.isEmpty() || max == null
                        ? null
                        : Double.valueOf((double) matches.get(0).peak() / max),
                hits == null ? candidate.score() : null,
                facts.statistics().density(),
                max,
                matches.stream().limit(MATCHES_SHOWN).toList(),
                explained,
                facts.statistics());
    }
}
