package org.featurescope.web.search;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.Numbers;
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
        String action,
        boolean narrowed,
        List<Option> matches,
        List<Option> models,
        List<Option> sources,
        List<Option> layers,
        @Nullable String run,
        List<Field> numbers,
        String token,
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

    /** A number to filter by. */
    public record Field(String name, String title, String note, String low, String high) {}

    /** A feature that was found. @param facts in words */
    public record Row(String url, String name, String facts, List<Line> lines, List<String> explanations) {}

    /** An example of it. */
    public record Line(String url, String rank, String document, String peak, ShadedText text) {}

    static SearchView of(SearchPages.Shown shown, SearchRequest request) {
        List<Place> all = shown.all();
        return new SearchView(
                Links.search(),
                !request.isPlain(),
                Stream.of(SearchRequest.Match.values())
                        .map(match -> new Option(match.parameter(), title(match), match == request.match()))
                        .toList(),
                options(all.stream().map(place -> place.source().model()), request.model(), "all models"),
                options(all.stream().map(place -> place.source().name()), request.source(), "all sources"),
                options(
                        all.stream()
                                .map(place -> place.source().layer())
                                .flatMap(Stream::ofNullable)
                                .sorted()
                                .map(String::valueOf),
                        request.layer() == null ? null : request.layer().toString(),
                        "all layers"),
                request.run(),
                Metric.ALL.stream().map(metric -> field(metric, request)).toList(),
                request.token() == null ? "" : request.token(),
                labels(all, request.labels()),
                labels(all, request.nots()),
                request.explained(),
                request.anywhere(),
                request.keepCase(),
                request.keepAccents(),
                summary(shown.page()),
                shown.page().results().stream().map(SearchView::row).toList());
    }

    private static String title(SearchRequest.Match match) {
        return switch (match) {
            case WORDS -> "words and “phrases”";
            case PART -> "part of a word";
            case REGEX -> "regular expression";
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
                "any"));
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
        String sources = page.sources() == 1 ? "one source" : Numbers.count(page.sources()) + " sources";
        return page.found() == 0
                ? "No feature of " + sources + " is like that."
                : "%s%s of %s, the most useful first."
                        .formatted(
                                page.complete() ? "" : "At least ",
                                page.found() == 1 ? "1 feature" : Numbers.count(page.found()) + " features",
                                sources);
    }

    private static Row row(SearchResult result) {
        return new Row(
                result.url(),
                "%s · %s · %s %d".formatted(result.model(), result.source(), noun(result.kind()), result.index()),
                facts(result),
                result.matches().stream().map(match -> line(match, result)).toList(),
                result.explanations().stream()
                        .map(explanation -> VisibleText.inLine(explanation.description()))
                        .toList());
    }

    private static String noun(String kind) {
        return switch (kind) {
            case "mlp" -> "neuron";
            case "hook" -> "dimension";
            default -> "latent";
        };
    }

    private static String facts(SearchResult result) {
        List<String> facts = new ArrayList<>();
        if (result.matching() != null) {
            facts.add("%d of %d top examples match".formatted(result.matching(), result.examples()));
        }
        if (result.relativePeak() != null) {
            facts.add("strongest at %s%% of its maximum".formatted(Numbers.fixed(100 * result.relativePeak(), 0)));
        }
        if (result.score() != null) {
            facts.add("score " + Numbers.significant(result.score(), 3));
        }
        facts.add("density " + Numbers.percent(result.density()));
        return String.join(" · ", facts);
    }

    private static Line line(SearchResult.Match match, SearchResult result) {
        return new Line(
                match.url(),
                "top " + match.rank(),
                VisibleText.inLine(match.document()),
                Numbers.significant(match.peak(), 4),
                ShadedText.of(match.example(), result.statistics(), match::holds));
    }
}
