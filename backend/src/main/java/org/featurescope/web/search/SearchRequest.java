package org.featurescope.web.search;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.PatternSyntaxException;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.source.Range;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * What is searched for.
 *
 * @param query text of top examples, as it was typed; empty: none
 * @param match how the text is meant
 * @param anywhere whether it may stand anywhere in an example, or must hold the peak
 * @param model name; null: all
 * @param source name; null: all
 * @param layer null: all
 * @param run number, as the address has it; null: the newest of each source
 * @param token its text; null: none
 * @param labels features must tell them apart
 * @param nots features must not
 * @param explained words of explanations; empty: none
 * @param page from 1
 */
record SearchRequest(
        String query,
        Match match,
        boolean anywhere,
        boolean keepCase,
        boolean keepAccents,
        @Nullable String model,
        @Nullable String source,
        @Nullable Integer layer,
        @Nullable String run,
        @Nullable String token,
        List<String> labels,
        List<String> nots,
        String explained,
        Map<Metric, Range> ranges,
        int page) {

    static final int LONGEST_QUERY = 1_000;
    static final int LONGEST_EXPRESSION = 200;
    static final int MOST_LABELS = 8;
    static final int LAST_PAGE = 50;

    /** How a text is meant. */
    enum Match {
        WORDS("words"),
        PART("part"),
        REGEX("regex");

        private final String parameter;

        Match(String parameter) {
            this.parameter = parameter;
        }

        String parameter() {
            return parameter;
        }

        static Match of(String parameter) {
            for (Match match : values()) {
                if (match.parameter.equals(parameter)) {
                    return match;
                }
            }
            throw problem("match must be one of words, part, regex, got " + parameter + ".");
        }
    }

    SearchRequest {
        labels = List.copyOf(labels);
        nots = List.copyOf(nots);
    }

    static SearchRequest of(MultiValueMap<String, String> parameters) {
        String typed = text(parameters, "q", LONGEST_QUERY);
        Match match = Match.of(or(text(parameters, "match", 20), "words"));
        boolean slashes = match == Match.WORDS && typed.length() > 2 && typed.startsWith("/") && typed.endsWith("/");
        return new SearchRequest(
                typed,
                slashes ? Match.REGEX : match,
                choice(parameters, "in", "peak", "context"),
                choice(parameters, "case", "ignore", "keep"),
                choice(parameters, "accents", "ignore", "keep"),
                orNull(text(parameters, "model", 200)),
                orNull(text(parameters, "source", 200)),
                layer(text(parameters, "layer", 9)),
                orNull(text(parameters, "run", 10)),
                orNull(token(parameters)),
                names(parameters, "label"),
                names(parameters, "not"),
                text(parameters, "explained", LONGEST_QUERY),
                ranges(parameters),
                page(text(parameters, "page", 9)));
    }

    private static String text(MultiValueMap<String, String> parameters, String name, int longest) {
        String value = Optional.ofNullable(parameters.getFirst(name)).orElse("").strip();
        requireLength(name, value, longest);
        return value;
    }

    /** Blanks count: a token may be one. */
    private static String token(MultiValueMap<String, String> parameters) {
        String value = Optional.ofNullable(parameters.getFirst("token")).orElse("");
        requireLength("token", value, LONGEST_QUERY);
        return value;
    }

    private static void requireLength(String name, String value, int longest) {
        if (value.length() > longest) {
            throw problem("%s must be at most %,d characters, got %,d.".formatted(name, longest, value.length()));
        }
    }

    private static String or(String text, String otherwise) {
        return text.isEmpty() ? otherwise : text;
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static boolean choice(MultiValueMap<String, String> parameters, String name, String usual, String other) {
        String value = or(text(parameters, name, 20), usual);
        if (!value.equals(usual) && !value.equals(other)) {
            throw problem("%s must be %s or %s, got %s.".formatted(name, usual, other, value));
        }
        return value.equals(other);
    }

    private static @Nullable Integer layer(String text) {
        if (!text.matches("\\d{0,4}")) {
            throw problem("layer must be a number such as 3, got " + text + ".");
        }
        return text.isEmpty() ? null : Integer.valueOf(text);
    }

    private static int page(String text) {
        OptionalInt number = text.matches("[1-9]\\d?") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
        if (!text.isEmpty() && (number.isEmpty() || number.getAsInt() > LAST_PAGE)) {
            throw problem("page must be from 1 to " + LAST_PAGE + ", got " + text
                    + "; to see more, narrow the search, or take a whole source as CSV.");
        }
        return number.orElse(1);
    }

    private static List<String> names(MultiValueMap<String, String> parameters, String name) {
        List<String> names = new ArrayList<>();
        for (String value : parameters.getOrDefault(name, List.of())) {
            requireLength(name, value, LONGEST_QUERY);
            if (!value.isBlank()) {
                names.add(value);
            }
        }
        if (names.size() > MOST_LABELS) {
            throw problem(name + " must be given at most " + MOST_LABELS + " times, got " + names.size() + ".");
        }
        return names;
    }

    private static Map<Metric, Range> ranges(MultiValueMap<String, String> parameters) {
        Map<Metric, Range> ranges = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.ALL) {
            List<String> values = parameters.getOrDefault(metric.parameter(), List.of());
            String first = values.isEmpty() ? "" : values.get(0);
            Optional<Range> range = values.size() == 2
                    ? Range.parse(first, values.get(1))
                    : first.isBlank() ? Optional.of(Range.ALL) : Range.parse(first);
            Range read = range.orElseThrow(
                    () -> problem("%1$s must be a range such as 0.5..2, 0.5.. or ..2, its lower end first, got %2$s."
                            .formatted(metric.parameter(), String.join("..", values))));
            if (!read.isAll()) {
                ranges.put(metric, read);
            }
        }
        return ranges;
    }

    static PageProblem problem(String detail) {
        return PageProblem.badRequest(detail, "Search", List.of(new PageLink("Begin anew", Links.search())));
    }

    /** Whether nothing but a text is asked for, as the box does, so that it may be the name of something. */
    boolean isPlain() {
        return match == Match.WORDS && !anywhere && !keepCase && !keepAccents && page == 1 && !isNarrowed();
    }

    private boolean isNarrowed() {
        return model != null
                || source != null
                || layer != null
                || run != null
                || token != null
                || !labels.isEmpty()
                || !nots.isEmpty()
                || !explained.isEmpty()
                || !ranges.isEmpty();
    }

    /** Whether there is something to find features by. */
    boolean isEmpty() {
        return query.isEmpty()
                && token == null
                && labels.isEmpty()
                && nots.isEmpty()
                && explained.isEmpty()
                && ranges.isEmpty();
    }

    /** Empty: it is not for text, or for nothing that a text could hold. */
    Optional<TextPattern> pattern() {
        if (query.isEmpty()) {
            return Optional.empty();
        }
        return switch (match) {
            case WORDS -> {
                WordsPattern words = WordsPattern.of(query, keepCase, keepAccents);
                yield words.phrases().isEmpty() ? Optional.empty() : Optional.of(words);
            }
            case PART -> Optional.of(PartPattern.of(query, keepCase, keepAccents));
            case REGEX -> Optional.of(regex());
        };
    }

    private RegexPattern regex() {
        boolean slashes = query.length() > 2 && query.startsWith("/") && query.endsWith("/");
        String expression = slashes ? query.substring(1, query.length() - 1) : query;
        requireLength("a regular expression", expression, LONGEST_EXPRESSION);
        try {
            return RegexPattern.of(expression, keepCase);
        } catch (PatternSyntaxException e) {
            throw problem(
                    "The regular expression %s cannot be read: %s near character %d. To search for these characters as they are, "
                                    .formatted(expression, e.getDescription(), Math.max(0, e.getIndex()))
                            + "choose “part of a word” (match=part).");
        } catch (StackOverflowError e) {
            throw problem("The regular expression nests too deep; write it with fewer parentheses.");
        }
    }

    /** The address of a page of it. */
    String address(int number) {
        String url = Links.search();
        url = with(url, "q", query);
        boolean slashes = match == Match.REGEX && query.startsWith("/") && query.endsWith("/");
        url = with(url, "match", match == Match.WORDS || slashes ? "" : match.parameter());
        url = with(url, "in", anywhere ? "context" : "");
        url = with(url, "case", keepCase ? "keep" : "");
        url = with(url, "accents", keepAccents ? "keep" : "");
        url = with(url, "model", model);
        url = with(url, "source", source);
        url = with(url, "layer", layer == null ? null : layer.toString());
        url = with(url, "run", run);
        url = with(url, "token", token);
        for (String label : labels) {
            url = with(url, "label", label);
        }
        for (String label : nots) {
            url = with(url, "not", label);
        }
        url = with(url, "explained", explained);
        for (Map.Entry<Metric, Range> range : ranges.entrySet()) {
            url = with(url, range.getKey().parameter(), range.getValue().text());
        }
        return with(url, "page", number == 1 ? "" : String.valueOf(number));
    }

    private static String with(String url, String name, @Nullable String value) {
        return value == null || value.isEmpty() ? url : Links.withText(url, name, value);
    }
}
