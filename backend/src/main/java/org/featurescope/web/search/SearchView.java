package org.featurescope.web.search;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Words;
import org.featurescope.web.feature.ShadedText;
import org.featurescope.web.source.Range;
import org.featurescope.web.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * The page of a search as its template shows it.
 *
 * @param narrowed whether more than the box is filled in, so that the whole form is open
 * @param summary what was found, in a sentence; null: nothing was asked for
 */
public record SearchView(
        String title,
        String action,
        boolean narrowed,
        List<Option> matches,
        List<Option> models,
        List<Option> sources,
        List<Option> layers,
        @Nullable String run,
        List<Field> numbers,
        List<Token> tokens,
        List<Option> labels,
        List<Option> nots,
        String explained,
        boolean anywhere,
        boolean keepCase,
        boolean keepAccents,
        @Nullable String summary,
        List<Row> rows) {

    /** Of a list to choose from. @param value empty: any */
    public record Option(String value, String title, boolean chosen) {}

    /** A token to ask for. */
    public record Token(String name, String title, String value) {}

    /** A number to filter by. */
    public record Field(String name, String title, String note, String low, String high) {}

    /** A feature that was found. @param facts in words */
    public record Row(String url, String name, String facts, List<Line> lines, List<String> explanations) {}

    /** An example of it. */
    public record Line(String url, String rank, String document, String peak, ShadedText text) {}

    static SearchView of(SearchPages.Shown shown, SearchRequest request) {
        List<Place> all = shown.all();
        return new SearchView(
                shown.page().query().isEmpty()
                        ? Words.of("search.title")
                        : Words.of("search.title.query", shown.page().query()),
                Links.search(),
                !request.isPlain(),
                Stream.of(SearchRequest.Match.values())
                        .map(match -> new Option(match.parameter(), title(match), match == request.match()))
                        .toList(),
                options(
                        all.stream().map(place -> place.source().model()),
                        request.model(),
                        Words.of("search.model.any")),
                options(
                        all.stream().map(place -> place.source().name()),
                        request.source(),
                        Words.of("search.source.any")),
                options(
                        all.stream()
                                .map(place -> place.source().layer())
                                .flatMap(Stream::ofNullable)
                                .sorted()
                                .map(String::valueOf),
                        request.layer() == null ? null : request.layer().toString(),
                        Words.of("search.layer.any")),
                request.run(),
                Metric.ALL.stream().map(metric -> field(metric, request)).toList(),
                Stream.of(TokenRole.values())
                        .map(role -> new Token(
                                role.parameter(),
                                Words.of("search.ask." + role.parameter()),
                                request.tokens().getOrDefault(role, "")))
                        .toList(),
                labels(all, request.labels()),
                labels(all, request.nots()),
                request.explained(),
                request.anywhere(),
                request.keepCase(),
                request.keepAccents(),
                summary(shown.page()),
                shown.page().results().stream()
                        .map(result -> row(result, request, shown.page().rankedBy()))
                        .toList());
    }

    private static String title(SearchRequest.Match match) {
        return switch (match) {
            case WORDS -> Words.of("search.match.words");
            case PART -> Words.of("search.match.part");
            case REGEX -> Words.of("search.match.regex");
        };
    }

    private static List<Option> options(Stream<String> values, @Nullable String chosen, String any) {
        return Stream.concat(
                        Stream.of(new Option("", any, chosen == null)),
                        values.distinct().map(value -> new Option(value, value, value.equals(chosen))))
                .toList();
    }

    private static List<Option> labels(List<Place> all, List<String> chosen) {
        List<Option> labels = new ArrayList<>(options(
                all.stream().flatMap(place -> place.run().labels().stream().map(place.run()::labelKey)),
                chosen.isEmpty() ? null : chosen.get(0),
                Words.of("search.label.any")));
        return labels;
    }

    private static Field field(Metric metric, SearchRequest request) {
        Range range = request.ranges().getOrDefault(metric, Range.ALL);
        return new Field(metric.parameter(), metric.title(), metric.note(), range.lowText(), range.highText());
    }

    private static @Nullable String summary(SearchPage page) {
        if (page.found() == null) {
            return null;
        }
        String sources = Words.of(
                page.sources() == 1
                        ? "search.sources.one"
                        : page.models() == 1 ? "search.sources.many" : "search.sources.models",
                Numbers.count(page.sources()),
                Numbers.count(page.models()));
        if (page.found() == 0) {
            return Words.of("search.found.none", sources);
        }
        String found =
                Words.of(page.found() == 1 ? "search.found.one" : "search.found.many", Numbers.count(page.found()));
        return Words.of(page.complete() ? "search.found" : "search.found.atleast", found, sources);
    }

    private static Row row(SearchResult result, SearchRequest request, @Nullable String rankedBy) {
        return new Row(
                result.url(),
                Words.of(
                        "search.name." + result.kind(),
                        result.model(),
                        result.source(),
                        String.valueOf(result.index())),
                facts(result, request, rankedBy),
                result.matches().stream().map(match -> line(match, result)).toList(),
                result.explanations().stream()
                        .map(explanation -> VisibleText.inLine(explanation.description()))
                        .toList());
    }

    private static String facts(SearchResult result, SearchRequest request, @Nullable String rankedBy) {
        List<String> facts = new ArrayList<>();
        if (result.matching() != null) {
            facts.add(
                    Words.of("search.matching", String.valueOf(result.matching()), String.valueOf(result.examples())));
        }
        if (result.relativePeak() != null) {
            facts.add(Words.of("search.strongest", Numbers.fixed(100 * result.relativePeak(), 0)));
        }
        if (result.score() != null && rankedBy != null) {
            facts.add(ScoreText.of(rankedBy, result, request));
        }
        if (result.density() != null) {
            facts.add(Words.of("search.density", Numbers.percent(result.density())));
        }
        return String.join(" · ", facts);
    }

    private static Line line(SearchResult.Match match, SearchResult result) {
        return new Line(
                match.url(),
                Words.of("search.rank", String.valueOf(match.rank())),
                VisibleText.inLine(match.document()),
                Numbers.significant(match.peak(), 4),
                ShadedText.of(match.example(), result.statistics(), match::holds));
    }
}
