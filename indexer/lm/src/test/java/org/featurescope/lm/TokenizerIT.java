package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bytes of a text's tokens are the bytes of the text: in many scripts, for all layouts of tokenizers. Give more
 * with {@code -Dreference.tokenizers=DIR,DIR} and {@code -Dreference.corpora=FILE,FILE} (JSON lines, plain or gzipped).
 */
class TokenizerIT {

    private static final Path LAYOUTS = Path.of("src/test/resources/tokenizers");
    private static final JsonMapper JSON = new JsonMapper();

    @BeforeAll
    static void unpackLibraries() {
        Engine.configure(Path.of("target/native").toAbsolutePath());
    }

    static List<Path> layouts() throws Exception {
        try (Stream<Path> folders = Files.list(LAYOUTS)) {
            return folders.sorted().toList();
        }
    }

    static List<Path> tokenizers() throws Exception {
        List<Path> all = new ArrayList<>(layouts());
        all.add(Path.of("../../demo/babel-4l"));
        all.add(Path.of("src/test/resources/tiny-llama"));
        all.add(Path.of("src/test/resources/tiny-gpt2-sharded"));
        all.addAll(RoundTrip.given("reference.tokenizers"));
        return all;
    }

    @ParameterizedTest
    @MethodSource("tokenizers")
    void tokensOfATextHoldItsBytes(Path folder) throws Exception {
        List<Path> corpora = new ArrayList<>(List.of(Path.of("../../demo/corpus/demo-corpus.jsonl")));
        corpora.addAll(RoundTrip.given("reference.corpora"));
        try (RoundTrip roundTrip = RoundTrip.of(folder)) {
            for (Path corpus : corpora) {
                check(folder, roundTrip, corpus);
            }
        }
    }

    private static void check(Path folder, RoundTrip roundTrip, Path corpus) throws Exception {
        long documents = 0;
        long tokens = 0;
        long composed = 0;
        long special = 0;
        List<String> mismatches = new ArrayList<>();
        try (BufferedReader lines = open(corpus)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String text = JSON.readTree(line).path("text").stringValue();
                int[] ids = roundTrip.tokenizer().encode(text);
                documents++;
                tokens += ids.length;
                composed += roundTrip.composed(text).equals(text) ? 0 : 1;
                special += Arrays.stream(ids).anyMatch(roundTrip.tokenizer()::isSpecial) ? 1 : 0;
                if (!roundTrip.decode(ids).equals(roundTrip.expected(text))) {
                    mismatches.add(text);
                }
            }
        }
        System.out.printf(
                "%s, %s: %d documents, %d tokens, %d mismatches; %d composed by NFC, %d hold special tokens%n",
                folder.getFileName(), corpus.getFileName(), documents, tokens, mismatches.size(), composed, special);
        assertThat(documents).isPositive();
        assertThat(mismatches).isEmpty();
    }

    private static BufferedReader open(Path corpus) throws Exception {
        InputStream bytes = Files.newInputStream(corpus);
        return new BufferedReader(new InputStreamReader(
                corpus.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void givesTheIdsAndTheTextThatTheLibraryRecorded(Path folder) throws Exception {
        try (RoundTrip roundTrip = RoundTrip.of(folder)) {
            for (JsonNode text : JSON.readTree(folder.resolve("expected.json")).path("texts")) {
                int[] ids = roundTrip.tokenizer().encode(text.path("text").stringValue());

                assertThat(ids).isEqualTo(ints(text.path("ids")));
                assertThat(roundTrip.decode(ids)).isEqualTo(text.path("decoded").stringValue());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void theSpaceInFrontIsToldFromTheText(Path folder) throws Exception {
        try (RoundTrip roundTrip = RoundTrip.of(folder)) {
            for (JsonNode recorded :
                    JSON.readTree(folder.resolve("expected.json")).path("texts")) {
                String text = recorded.path("text").stringValue();
                String decoded = recorded.path("decoded").stringValue();

                assertThat(roundTrip.tokenizer().prependsSpace(text))
                        .as(text)
                        .isEqualTo(decoded.startsWith(" ") && !text.startsWith(" "));
            }
        }
    }

    /** The normalizer {@code Prepend}, as in Llama 2. */
    @Test
    void aPrependedSpaceComesInFrontOfASpaceToo() throws Exception {
        try (RoundTrip roundTrip = RoundTrip.of(Path.of("src/test/resources/tiny-llama"))) {
            Tokenizer tokenizer = roundTrip.tokenizer();

            assertThat(roundTrip.decode(tokenizer.encode(" the cat"))).isEqualTo("  the cat");
            assertThat(tokenizer.prependsSpace(" the cat")).isTrue();
            assertThat(tokenizer.prependsSpace("")).isFalse();
            assertThat(roundTrip.decode(tokenizer.encode("</s>the cat"))).isEqualTo("</s> the cat");
            assertThat(tokenizer.prependsSpace("</s>the cat")).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("layouts")
    void theTemplateOfTheTokenizerPutsTheSameTokenInFront(Path folder) throws Exception {
        try (RoundTrip roundTrip = RoundTrip.of(folder)) {
            Tokenizer tokenizer = roundTrip.tokenizer();
            for (JsonNode text : JSON.readTree(folder.resolve("expected.json")).path("texts")) {
                int[] withTemplate = ints(text.path("with_template"));
                if (withTemplate.length > text.path("ids").size()) {
                    assertThat(tokenizer.addsBos()).isTrue();
                    assertThat(withTemplate[0]).isEqualTo(tokenizer.bosToken().orElseThrow());
                    assertThat(tokenizer.isSpecial(withTemplate[0])).isTrue();
                }
            }
        }
    }

    private static int[] ints(JsonNode list) {
        return list.valueStream().mapToInt(JsonNode::intValue).toArray();
    }
}
