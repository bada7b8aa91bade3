package org.featurescope.pipeline.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {

    private static final Path FIXTURES = Path.of("src/test/resources/corpus");

    @TempDir
    private Path folder;

    @Test
    void readsJsonLinesWithTheirFields() throws IOException {
        Path file = write("a.jsonl", """
                {"id": "x", "text": "Grüße", "label": "de", "title": "t", "source": "s", "licence": "CC0-1.0", "more": 1}

                {"text": "no fields"}
                """);

        assertThat(documents(file))
                .containsExactly(
                        new Document("x", "Grüße", "t", "de", "s", "CC0-1.0"),
                        new Document("a.jsonl:3", "no fields", null, null, null, null));
    }

    @Test
    void readsGzippedFilesAndSeveralFilesInOrder() throws IOException {
        Path first = folder.resolve("b.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(first))) {
            out.write("{\"text\": \"packed\"}\n".getBytes(StandardCharsets.UTF_8));
        }
        Path second = write("c.txt", "one\ndocument\n");

        assertThat(documents(first, second)).extracting(Document::text).containsExactly("packed", "one\ndocument\n");
        assertThat(Corpus.of(List.of(first, second)).name()).isEqualTo("b+c");
    }

    @Test
    void readsParquetWrittenByPyarrow() {
        List<Document> documents = documents(FIXTURES.resolve("tiny.parquet"));

        assertThat(documents).hasSize(5);
        assertThat(documents).allSatisfy(document -> {
            assertThat(document.text()).isNotBlank();
            assertThat(document.id()).isNotBlank();
        });
        assertThat(documents)
                .extracting(Document::label)
                .containsExactly("notes", "notes-de", "notes-ja", "code", null);
        assertThat(documents).anySatisfy(document -> assertThat(document.text()).matches("(?s).*[^\\x00-\\x7F].*"));
    }

    @Test
    void readsParquetWithOnlyATextColumn() {
        assertThat(documents(FIXTURES.resolve("text-only.parquet")))
                .isNotEmpty()
                .allSatisfy(document -> assertThat(document.label()).isNull())
                .extracting(Document::id)
                .first()
                .isEqualTo("text-only.parquet:1");
    }

    @Test
    void knowsHowMuchHasBeenRead() throws IOException {
        Path file = write("d.jsonl", "{\"text\": \"a\"}\n".repeat(100));
        try (Corpus.Reading reading = Corpus.of(List.of(file)).read()) {
            while (reading.next() != null) {
                assertThat(reading.share()).isBetween(0.0, 1.0);
            }
            assertThat(reading.share()).isEqualTo(1.0);
        }
    }

    @Test
    void namesFileAndLineOfWhatIsNotJson() throws IOException {
        Path file = write("bad.jsonl", "{\"text\": \"good\"}\n{\"text\": \"cut of\n");

        assertThatThrownBy(() -> documents(file))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("bad.jsonl, line 2: is not JSON")
                .hasMessageContaining("field \"text\"");
    }

    @Test
    void refusesALineWithoutText() throws IOException {
        assertThatThrownBy(() -> documents(write("bad.jsonl", "{\"txt\": \"a\"}\n")))
                .hasMessageContaining("bad.jsonl, line 1")
                .hasMessageContaining("field \"text\" that holds a string");
        assertThatThrownBy(() -> documents(write("bad.jsonl", "[1]\n"))).hasMessageContaining("line 1");
    }

    @Test
    void refusesBytesThatAreNotUtf8() throws IOException {
        Path file = folder.resolve("latin1.txt");
        Files.write(file, new byte[] {'a', (byte) 0xE9, 'b'});

        assertThatThrownBy(() -> documents(file))
                .hasMessageContaining("latin1.txt")
                .hasMessageContaining("UTF-8");
    }

    @Test
    void refusesWhatIsNotParquet() throws IOException {
        assertThatThrownBy(() -> documents(write("fake.parquet", "not parquet at all")))
                .hasMessageContaining("fake.parquet")
                .hasMessageContaining("cannot be read as Parquet");
    }

    @Test
    void refusesParquetWithABrokenPage() throws IOException {
        byte[] bytes = Files.readAllBytes(FIXTURES.resolve("tiny.parquet"));
        Arrays.fill(bytes, 4, 120, (byte) 0x55);
        Path broken = Files.write(folder.resolve("broken.parquet"), bytes);

        assertThatThrownBy(() -> documents(broken))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("broken.parquet")
                .hasMessageContaining("cannot be read as Parquet");
    }

    @Test
    void refusesMissingFilesAndUnknownKinds() throws IOException {
        assertThatThrownBy(() -> documents(folder.resolve("none.jsonl"))).hasMessageContaining("no such file");
        assertThatThrownBy(() -> documents(write("a.docx", "x")))
                .hasMessageContaining("a.docx")
                .hasMessageContaining(".jsonl");
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static List<Document> documents(Path... files) {
        List<Document> documents = new ArrayList<>();
        try (Corpus.Reading reading = Corpus.of(List.of(files)).read()) {
            for (Corpus.NumberedDocument next = reading.next(); next != null; next = reading.next()) {
                assertThat(next.number()).isEqualTo(documents.size());
                documents.add(next.document());
            }
        }
        return documents;
    }

    @Test
    void aGivenTextIsOneDocument() {
        Corpus corpus = Corpus.ofText("two\nlines");

        assertThat(corpus.name()).isEqualTo("text");
        assertThat(corpus.files()).isEmpty();
        try (Corpus.Reading reading = corpus.read()) {
            assertThat(reading.share()).isZero();
            assertThat(Objects.requireNonNull(reading.next()).document().text()).isEqualTo("two\nlines");
            assertThat(reading.next()).isNull();
            assertThat(reading.share()).isEqualTo(1);
        }
    }
}
