package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.featurescope.web.common.Words;
import org.junit.jupiter.api.Test;

/** The interface text in {@code messages.properties}, and what asks for it. */
class MessagesTest {

    private static final Path RESOURCES = Path.of("../frontend/src/main/resources");
    private static final Pattern IN_TEMPLATE = Pattern.compile("#\\{([a-z0-9.-]+)");

    /** A key, or the beginning of some, or the end that is put behind one. */
    private static final Pattern IN_JAVA = Pattern.compile("\"(\\.?[a-z0-9]+(?:[.-][a-z0-9]+)*\\.?)\"");

    @Test
    void everyKeyOfATemplateHasAText() throws IOException {
        assertThat(properties().stringPropertyNames()).containsAll(keys(RESOURCES.resolve("templates"), IN_TEMPLATE));
    }

    @Test
    void everyTextIsAskedFor() throws IOException {
        TreeSet<String> asked = keys(RESOURCES.resolve("templates"), IN_TEMPLATE);
        asked.addAll(keys(Path.of("src/main/java"), IN_JAVA));
        assertThat(properties().stringPropertyNames().stream().filter(key -> !isAskedFor(key, asked)))
                .isEmpty();
    }

    private static boolean isAskedFor(String key, Set<String> asked) {
        return asked.stream()
                .anyMatch(each -> each.equals(key)
                        || (each.endsWith(".") && key.startsWith(each))
                        || (each.startsWith(".")
                                && key.endsWith(each)
                                && isAskedFor(key.substring(0, key.length() - each.length()), asked)));
    }

    @Test
    void valuesArePutIn() {
        assertThat(Words.of("feature.random", "latent")).isEqualTo("Random latent");
        assertThat(Words.of("skip")).isEqualTo("Skip to content");
        assertThat(Words.of("group.share.tokens", "5 %", "{12}")).isEqualTo("5 % of tokens ({12})");
    }

    /** What Java asks for is printed already, so its texts choose nothing. */
    @Test
    void textsOfJavaHavePlainPlaces() throws IOException {
        Properties properties = properties();
        assertThat(keys(Path.of("src/main/java"), IN_JAVA).stream()
                        .filter(properties::containsKey)
                        .map(properties::getProperty))
                .noneMatch(text -> text.matches("(?s).*\\{\\d+,.*"));
    }

    @Test
    void everyTextWithValuesIsAFormatWithoutApostrophes() throws IOException {
        Properties properties = properties();
        for (String key : properties.stringPropertyNames()) {
            String text = properties.getProperty(key);
            if (text.contains("{")) {
                assertThat(text).as(key).doesNotContain("'");
                assertThat(new MessageFormat(text).getFormatsByArgumentIndex())
                        .as(key)
                        .isNotEmpty();
            }
        }
    }

    private static Properties properties() throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(RESOURCES.resolve("messages.properties"))) {
            properties.load(reader);
        }
        return properties;
    }

    private static TreeSet<String> keys(Path folder, Pattern pattern) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(Files::isRegularFile).toList();
        }
        TreeSet<String> keys = new TreeSet<>();
        for (Path file : files) {
            keys.addAll(pattern.matcher(Files.readString(file))
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .collect(Collectors.toSet()));
        }
        return keys;
    }
}
