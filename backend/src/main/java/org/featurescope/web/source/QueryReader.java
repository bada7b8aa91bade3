package org.featurescope.web.source;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.Words;
import org.springframework.util.MultiValueMap;

/** Reads the parameters of a list, each empty or missing where nothing is asked for. */
final class QueryReader {

    /** The parameters that a list is made of. */
    static final Set<String> NAMES = Stream.concat(
                    Stream.of("sort", "order", "label", "state", "logit", "x", "y"),
                    Metric.ALL.stream().map(Metric::parameter))
            .collect(Collectors.toUnmodifiableSet());

    private static final int LONGEST_TEXT = 1_000;

    private final String url;
    private final MultiValueMap<String, String> parameters;

    /** @param url of the list in its usual order, which problems lead to */
    QueryReader(String url, MultiValueMap<String, String> parameters) {
        this.url = url;
        this.parameters = parameters;
    }

    ListQuery read() {
        SortKey sort =
                choice("sort", SortKey::named, SortKey.INDEX, SortKey.all().map(SortKey::parameter));
        String logit = given("logit").filter(text -> !text.isEmpty()).orElse(null);
        if (sort.equals(SortKey.LOGIT) && logit == null) {
            throw problem("problem.sort.logit");
        }
        return new ListQuery(
                sort,
                descending(sort),
                text("label").orElse(null),
                Range.of(parameters, (metric, text) -> problem("problem.range", metric, text)),
                choice(
                        "state",
                        QueryReader::life,
                        Life.ANY,
                        Stream.of(Life.values()).map(Life::parameter)),
                logit,
                choice(
                        "x",
                        AxisChoice::named,
                        ListQuery.USUAL_X,
                        AxisChoice.all().map(AxisChoice::parameter)),
                choice(
                        "y",
                        AxisChoice::named,
                        ListQuery.USUAL_Y,
                        AxisChoice.all().map(AxisChoice::parameter)));
    }

    /** The first value of a parameter, if it is not blank. */
    Optional<String> text(String name) {
        return given(name).filter(value -> !value.isBlank());
    }

    /** Blanks count: a token may be one. */
    private Optional<String> given(String name) {
        Optional<String> value = Optional.ofNullable(parameters.getFirst(name));
        if (value.isPresent() && value.get().length() > LONGEST_TEXT) {
            throw problem(
                    "problem.long",
                    name,
                    String.valueOf(LONGEST_TEXT),
                    String.valueOf(value.get().length()));
        }
        return value;
    }

    private <T> T choice(String name, Function<String, Optional<T>> named, T usual, Stream<String> known) {
        Optional<String> text = text(name);
        return text.isEmpty()
                ? usual
                : named.apply(text.get()).orElseThrow(() -> unknown(name, text.get(), known.toList()));
    }

    private PageProblem unknown(String name, String value, List<String> known) {
        return PageProblem.badRequest(
                Words.of("problem.one", name, String.join(", ", known), value),
                Words.of("problem.values", name),
                known.stream()
                        .filter(each -> !each.equals(SortKey.LOGIT.parameter())) // needs a token
                        .map(each -> new PageLink(each, Links.withText(url, name, each)))
                        .toList());
    }

    private boolean descending(SortKey sort) {
        return choice(
                "order",
                text -> switch (text) {
                    case "asc" -> Optional.of(false);
                    case "desc" -> Optional.of(true);
                    default -> Optional.empty();
                },
                sort.usuallyDescending(),
                Stream.of("asc", "desc"));
    }

    private static Optional<Life> life(String text) {
        return Stream.of(Life.values())
                .filter(life -> life.parameter().equals(text))
                .findFirst();
    }

    private PageProblem problem(String key, String... values) {
        return PageProblem.badRequest(
                Words.of(key, values),
                Words.of("problem.lists"),
                List.of(new PageLink(Words.of("problem.features"), url)));
    }
}
