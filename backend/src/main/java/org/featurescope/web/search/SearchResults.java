package org.featurescope.web.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.featurescope.db.format.PeakFormat;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.common.Links;
import org.featurescope.web.evidence.EvidenceReader;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.evidence.FeatureLists;
import org.featurescope.web.text.Piece;
import org.springframework.stereotype.Component;

/** Makes the results of a page of features that were found: two queries. */
@Component
class SearchResults {

    private static final int MOST_MILLIS = 500;
    private static final int MATCHES_SHOWN = 3;
    private static final int MOST_EXAMPLES_READ = 40;

    private final EvidenceReader evidence;
    private final FeatureLists features;

    SearchResults(EvidenceReader evidence, FeatureLists features) {
        this.evidence = evidence;
        this.features = features;
    }

    /** @param shown features of one page */
    List<SearchResult> of(SearchRequest request, Optional<TextPattern> pattern, List<Candidate> shown) {
        if (shown.isEmpty()) {
            return List.of();
        }
        List<FeatureLists.Whole> read = features.whole(shown.stream()
                .map(each -> new FeatureLists.Wanted(each.place(), each.feature()))
                .toList());
        List<List<Example>> examples = examples(shown, read, pattern.isPresent() ? MOST_EXAMPLES_READ : 1);
        TimeLimit limit = TimeLimit.ofMillis(MOST_MILLIS);
        return IntStream.range(0, shown.size())
                .mapToObj(i -> result(
                        request,
                        shown.get(i),
                        read.get(i),
                        matches(request, pattern, shown.get(i), examples.get(i), limit)))
                .toList();
    }

    /** The first top examples of each, all texts by one query. */
    private List<List<Example>> examples(List<Candidate> shown, List<FeatureLists.Whole> features, int most) {
        List<Place> places = new ArrayList<>();
        List<org.featurescope.core.evidence.Example> all = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            for (org.featurescope.core.evidence.Example example :
                    features.get(i).kept().top().stream().limit(most).toList()) {
                places.add(shown.get(i).place());
                all.add(example);
            }
        }
        List<Example> read = evidence.texts(places, all);
        List<List<Example>> ofEach = new ArrayList<>();
        int from = 0;
        for (FeatureLists.Whole each : features) {
            int to = from + Math.min(most, each.kept().top().size());
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
            SearchRequest request, Candidate candidate, FeatureLists.Whole read, List<SearchResult.Match> matches) {
        Place place = candidate.place();
        PeakFormat.Hits hits = candidate.hits();
        Float max = read.facts().statistics().max();
        int examples = read.kept().top().size();
        return new SearchResult(
                place.source().model(),
                place.source().name(),
                candidate.feature(),
                place.source().kind(),
                place.source().layer(),
                place.run().id(),
                url(request, candidate),
                hits == null ? null : Integer.valueOf(examples <= MOST_EXAMPLES_READ ? matches.size() : hits.hits()),
                examples,
                hits == null || matches.isEmpty() || max == null
                        ? null
                        : Double.valueOf((double) matches.get(0).peak() / max),
                hits == null ? candidate.score() : null,
                read.facts().statistics().density(),
                max,
                matches.stream().limit(MATCHES_SHOWN).toList(),
                read.explanations(),
                read.facts().statistics());
    }
}
