package org.featurescope.web.source;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
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
            throw problem(
                    "sort=logit sorts by the effect on the logit of one token, so logit must name one, got none.");
        }
        return new ListQuery(
                sort,
                descending(sort),
                text("label").orElse(null),
                ranges(),
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
            throw problem(name + " must be at most " + LONGEST_TEXT + " characters, got "
                    + value.get().length() + ".");
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
                "%s must be one of %s, got %s.".formatted(name, String.join(", ", known), value),
                "Known values of " + name,
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

    private Map<Metric, Range> ranges() {
        Map<Metric, Range> ranges = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.ALL) {
            List<String> values = parameters.getOrDefault(metric.parameter(), List.of());
            if (!values.isEmpty()) {
                ranges.put(metric, range(metric, values));
            }
        }
        return ranges;
    }

    /** @param values a range, or as forms send them its two ends */
    private Range range(Metric metric, List<String> values) {
        String first = values.get(0);
        Optional<Range> range = values.size() == 2
                ? Range.parse(first, values.get(1))
                : first.isBlank() ? Optional.of(Range.ALL) : Range.parse(first);
        return range.orElseThrow(
                () -> problem("%1$s must be a range such as 0.5..2, 0.5.. or ..2, its lower end first, got %2$s."
                        .formatted(metric.parameter(), String.join("..", values))));
    }

    PageProblem problem(String detail) {
        return PageProblem.badRequest(detail, "Lists", List.of(new PageLink("all features", url)));
    }
}
