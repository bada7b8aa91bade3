package org.featurescope.pipeline.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.Label;
import org.featurescope.lm.Engine;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.Tokenizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the tokenizer of the demo model. */
class ContextCutterIT {

    private static final int KEY = 0x8765_4321;

    private static Tokenizer tokenizer;

    @TempDir
    private Path folder;

    @BeforeAll
    static void openTokenizer() {
        Engine.configure(Path.of("target/native").toAbsolutePath());
        tokenizer = ModelFolder.open(Path.of("../../demo/babel-4l")).tokenizer();
    }

    @AfterAll
    static void closeTokenizer() {
        tokenizer.close();
    }

    @Test
    void goesOnFromEveryPlaceAsIfItHadReadAllBefore() throws IOException {
        Corpus corpus = oddCorpus();
        List<CorpusContext> all = new ArrayList<>();
        List<CorpusPlace> places = new ArrayList<>();
        try (ContextCutter cutter = cutter(corpus)) {
            places.add(cutter.place());
            for (CorpusContext next = cutter.next(); next != null; next = cutter.next()) {
                all.add(next);
                places.add(cutter.place());
            }
        }

        assertThat(all).hasSizeGreaterThan(10);
        for (int i = 0; i < places.size(); i++) {
            try (ContextCutter cutter = cutter(corpus)) {
                cutter.skipTo(places.get(i));
                assertThat(rest(cutter))
                        .as("from %s", places.get(i))
                        .usingRecursiveComparison()
                        .isEqualTo(all.subList(i, all.size()));
            }
        }
    }

    @Test
    void namesContextsAndLabelsByTheCorpus() throws IOException {
        try (ContextCutter cutter = cutter(oddCorpus())) {
            List<CorpusContext> all = rest(cutter);
            for (int i = 0; i < all.size(); i++) {
                assertThat(all.get(i).tokens().id()).isEqualTo(ContextId.of(KEY, i));
            }
            assertThat(all)
                    .extracting(context -> context.tokens().label())
                    .contains(new Label(KEY, "x"), new Label(KEY, null));
            assertThat(all).extracting(CorpusContext::documentNo).doesNotContain(1, 4); // empty
            assertThat(all)
                    .filteredOn(context -> context.documentNo() == 2)
                    .singleElement()
                    .satisfies(context ->
                            assertThat(context.tokens().countedTokens()).isEqualTo(1));
        }
    }

    @Test
    void aDocumentOfTenMegabytesIsCutToItsEnd() throws IOException {
        String sentence = "Ten megabytes of one document, with a number: 1234567890. ";
        Path file = Files.writeString(folder.resolve("long.txt"), sentence.repeat(10_000_000 / sentence.length() + 1));
        try (ContextCutter cutter = cutter(Corpus.of(List.of(file)))) {
            List<CorpusContext> all = rest(cutter);
            long tokens = all.stream()
                    .mapToLong(context -> context.tokens().countedTokens())
                    .sum();
            assertThat(tokens).isGreaterThan(3_000_000);
            assertThat(all).hasSize((int) ((tokens + 6) / 7)).allMatch(context -> context.documentNo() == 0);
        }
    }

    @Test
    void aPlaceBehindTheEndIsRefused() throws IOException {
        Corpus corpus = oddCorpus();
        try (ContextCutter cutter = cutter(corpus)) {
            assertThatThrownBy(() -> cutter.skipTo(new CorpusPlace(9, 0, 40)))
                    .isInstanceOf(CorpusException.class)
                    .hasMessageContaining("must hold at least 9 documents, got 6");
        }
        try (ContextCutter cutter = cutter(corpus)) {
            assertThatThrownBy(() -> cutter.skipTo(new CorpusPlace(2, 14, 40)))
                    .hasMessageContaining("document 2 of the corpus must go on after token 14");
        }
    }

    /** A long document, an empty one, one of a token, one in many scripts, an empty one, a long one. */
    private Corpus oddCorpus() throws IOException {
        return Corpus.of(List.of(Files.writeString(folder.resolve("odd.jsonl"), """
                {"text": "%s", "label": "x"}
                {"text": ""}
                {"text": "a"}
                {"text": "漢字 हिन्दी العربية Ελληνικά русский 한국어 😀", "label": "x"}
                {"text": "", "label": "x"}
                {"text": "%s"}
                """.formatted(
                        "the cat sat on a mat ".repeat(12), "one two three ".repeat(20)))));
    }

    private static ContextCutter cutter(Corpus corpus) {
        return new ContextCutter(
                corpus.read(),
                KEY,
                tokenizer,
                8,
                OptionalInt.of(tokenizer.bosToken().orElseThrow()));
    }

    private static List<CorpusContext> rest(ContextCutter cutter) {
        List<CorpusContext> rest = new ArrayList<>();
        for (CorpusContext next = cutter.next(); next != null; next = cutter.next()) {
            rest.add(next);
        }
        return rest;
    }
}
