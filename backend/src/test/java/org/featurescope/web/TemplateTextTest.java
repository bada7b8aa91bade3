package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Templates hold no text of their own: all of it is in {@code messages.properties}, where it can be translated. */
class TemplateTextTest {

    private static final Path TEMPLATES = Path.of("../frontend/src/main/resources/templates");

    /** What is the same in all languages: names, units, what is typed, and values put in. */
    private static final Pattern SAME_IN_ALL_LANGUAGES = Pattern.compile(
            "(?s)<!--.*?-->|<(code|kbd|pre|script)\\b[^>]*>[^<]*</\\1>|\\[\\[.*?]]|\\[\\(.*?\\)]|Featurescope|SHA-256|CSV|JSON|·|→");

    private static final Pattern TAG = Pattern.compile("(?s)<(?:\"[^\"]*\"|[^\">])*>");
    private static final Pattern WORD = Pattern.compile("\\p{L}{2,}|\\b[aA]\\b");

    /** Attributes that people read or hear. */
    private static final Pattern READ_ALOUD = Pattern.compile(
            "\\s(th:)?(title|aria-label|placeholder|alt|text|data-name|data-done|data-failed)=\"([^\"]*)\"");

    /** In an expression, words in quotes or between bars. */
    private static final Pattern LITERAL = Pattern.compile("'([^']*)'|\\|([^|]*)\\|");

    private static final Pattern FORMATS = Pattern.compile("'yyyy-MM-dd( HH:mm)?'|' ?UTC'|\\$\\{n\\.[^}]*}");

    static Stream<Path> templates() throws IOException {
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            return files
                    .filter(file -> file.toString().endsWith(".html"))
                    .filter(file -> !file.endsWith("gallery.html"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    void holdsNoTextOfItsOwn(Path template) throws IOException {
        assertThat(ownText(Files.readString(template))).as(template.toString()).isEmpty();
    }

    @Test
    void findsTextBetweenTagsInAttributesAndInExpressions() {
        assertThat(ownText("<p>By hand <b>[[${x}]]</b></p>")).containsExactly("By hand");
        assertThat(ownText("<a title=\"more\" th:title=\"#{more}\">→</a>")).containsExactly("more");
        assertThat(ownText("<a th:text=\"${x} ?: 'none'\"></a>")).containsExactly("none");
        assertThat(ownText("<a th:aria-label=\"|about ${x}|\"></a>")).containsExactly("about");
        assertThat(ownText("<p>[[${x}]] · <code>--sae</code></p>")).isEmpty();
    }

    private static List<String> ownText(String template) {
        String text = SAME_IN_ALL_LANGUAGES.matcher(template).replaceAll("");
        return Stream.concat(betweenTags(text), inAttributes(text)).toList();
    }

    private static Stream<String> betweenTags(String text) {
        return Stream.of(TAG.split(text))
                .map(String::strip)
                .filter(each -> WORD.matcher(each).find());
    }

    private static Stream<String> inAttributes(String text) {
        return READ_ALOUD
                .matcher(text)
                .results()
                .flatMap(attribute -> attribute.group(1) == null
                        ? Stream.of(attribute.group(3))
                                .filter(each -> WORD.matcher(each).find())
                        : literals(attribute.group(3)));
    }

    private static Stream<String> literals(String expression) {
        Matcher literal = LITERAL.matcher(FORMATS.matcher(expression).replaceAll(""));
        return literal.results()
                .map(each -> each.group(1) == null ? each.group(2) : each.group(1))
                .map(each -> each.replaceAll("[$#]\\{[^}]*}", "").strip())
                .filter(each -> WORD.matcher(each).find());
    }
}
