package org.featurescope.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.featurescope.core.evidence.EvidenceCollector;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.LabelCount;
import org.featurescope.db.TestDatabase;
import org.featurescope.lm.Engine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Corpora with texts that are odd but real, from the file to the database. */
class OddCorporaIT {

    private static final int MEGABYTE = 1 << 20;

    private static TestDatabase database;

    @TempDir
    private Path folder;

    @BeforeAll
    static void openDatabase() {
        Engine.configure(Path.of("target/native").toAbsolutePath());
        database = TestDatabase.create();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void emptyAndTinyDocumentsScriptsAndMissingLabelsAreFine() throws IOException {
        Path corpus = Files.writeString(folder.resolve("odd.jsonl"), """
                {"text": ""}
                {"text": "a", "label": "tiny"}
                {"text": "漢字 हिन्दी العربية Ελληνικά русский 한국어 ไทย 😀👩🏽‍🚀", "label": "scripts"}
                {"text": "The quick brown fox jumps over the lazy dog."}
                {"text": "   \\n\\t "}
                """);

        EvidenceCollector found = index("odd", corpus);

        assertThat(found.labels()).extracting(count -> count.label().name()).containsExactly("scripts", "tiny", null);
        assertThat(found.labels()).extracting(LabelCount::contexts).allMatch(contexts -> contexts > 0);
        assertThat(found.labels().get(1).tokens()).isEqualTo(1);
    }

    @Test
    void aDocumentThatIsThereTwiceIsOneExample() throws IOException {
        String line = "{\"text\": \"The committee shall publish its report within thirty days.\"}\n";
        Path corpus = Files.writeString(folder.resolve("twice.jsonl"), line + "{\"text\": \"x y z\"}\n" + line + line);

        EvidenceCollector found = index("twice", corpus);

        List<Example> examples = IntStream.range(0, found.features())
                .mapToObj(found::feature)
                .flatMap(feature -> feature.top().stream())
                .filter(example -> !example.repeats().isEmpty())
                .toList();
        assertThat(examples)
                .hasSizeGreaterThan(100)
                .allMatch(example -> example.repeats().size() == 2);
    }

    @Test
    void aDocumentOfAMegabyteIsReadAsFarAsIsWanted() throws IOException {
        String sentence = "A megabyte of one document, with a number: 1234567890. ";
        Path corpus = Files.writeString(folder.resolve("long.txt"), sentence.repeat(MEGABYTE / sentence.length() + 1));

        EvidenceCollector found = index("long", corpus);

        assertThat(found.tokens()).isBetween(1_500L, 1_531L);
    }

    private EvidenceCollector index(String model, Path corpus) {
        return new Indexer(folder.resolve("home"), database.dataSource(), new SilentProgress())
                .index(SmallRuns.request(model, "run", corpus))
                .scan()
                .evidence()
                .values()
                .iterator()
                .next();
    }
}
