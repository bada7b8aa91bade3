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
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.Words;
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
 * @param tokens their texts, exactly
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
        Map<TokenRole, String> tokens,
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
            throw problem("search.problem.match", parameter);
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
                tokens(parameters),
                names(parameters, "label"),
                names(parameters, "not"),
                text(parameters, "explained", LONGEST_QUERY),
                Range.of(parameters, (metric, text) -> problem("problem.range", metric, text)),
                page(text(parameters, "page", 9)));
    }

    private static String text(MultiValueMap<String, String> parameters, String name, int longest) {
        String value = Optional.ofNullable(parameters.getFirst(name)).orElse("").strip();
        requireLength(name, value, longest);
        return value;
    }

    /** Blanks count: a token may be one. */
    private static Map<TokenRole, String> tokens(MultiValueMap<String, String> parameters) {
        Map<TokenRole, String> tokens = new EnumMap<>(TokenRole.class);
        for (TokenRole role : TokenRole.values()) {
            String value =
                    Optional.ofNullable(parameters.getFirst(role.parameter())).orElse("");
            requireLength(role.parameter(), value, LONGEST_QUERY);
            if (!value.isEmpty()) {
                tokens.put(role, value);
            }
        }
        return tokens;
    }

    private static void requireLength(String name, String value, int longest) {
        if (value.length() > longest) {
            throw problem("search.problem.long", name, Numbers.count(longest), Numbers.count(value.length()));
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
            throw problem("search.problem.choice", name, usual, other, value);
        }
        return value.equals(other);
    }

    private static @Nullable Integer layer(String text) {
        if (!text.matches("\\d{0,4}")) {
            throw problem("search.problem.layer", text);
        }
        return text.isEmpty() ? null : Integer.valueOf(text);
    }

    private static int page(String text) {
        OptionalInt number = text.matches("[1-9]\\d?") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
        if (!text.isEmpty() && (number.isEmpty() || number.getAsInt() > LAST_PAGE)) {
            throw problem("search.problem.page", String.valueOf(LAST_PAGE), text);
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
            throw problem("search.problem.often", name, String.valueOf(MOST_LABELS), String.valueOf(names.size()));
        }
        return names;
    }

    /** @param key of the message that says what is wrong */
    static PageProblem problem(String key, String... values) {
        return PageProblem.badRequest(
                Words.of(key, values),
                Words.of("search"),
                List.of(new PageLink(Words.of("search.problem.anew"), Links.search())));
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
                || !tokens.isEmpty()
                || !labels.isEmpty()
                || !nots.isEmpty()
                || !explained.isEmpty()
                || !ranges.isEmpty();
    }

    /** Whether there is something to find features by. */
    boolean isEmpty() {
        return query.isEmpty()
                && tokens.isEmpty()
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
        requireLength(Words.of("search.problem.regex.name"), expression, LONGEST_EXPRESSION);
        try {
            return RegexPattern.of(expression, keepCase);
        } catch (PatternSyntaxException e) {
            throw problem(
                    "search.problem.regex", expression, e.getDescription(), String.valueOf(Math.max(0, e.getIndex())));
        } catch (StackOverflowError e) {
            throw problem("search.problem.regex.deep");
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
        for (Map.Entry<TokenRole, String> token : tokens.entrySet()) {
            url = with(url, token.getKey().parameter(), token.getValue());
        }
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
