package org.featurescope.pipeline.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.featurescope.core.FileHash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorporaTest {

    @TempDir
    private Path folder;

    @Test
    void theOrderInWhichTheyAreGivenDoesNotShow() throws IOException {
        Path a = write("a.txt", "one");
        Path b = write("b.txt", "two");
        Path c = write("c.txt", "three");

        Corpora given = Corpora.of(List.of(List.of(a, b), List.of(c)));
        Corpora reversed = Corpora.of(List.of(List.of(c), List.of(a, b)));

        assertThat(given.identities()).isEqualTo(reversed.identities());
        assertThat(given.identities()).isSortedAccordingTo((x, y) -> Integer.compareUnsigned(x.key(), y.key()));
        assertThat(given.name()).isEqualTo("a+b+c");
        assertThat(reversed.name()).isEqualTo("c+a+b");
        assertThat(given.identities())
                .filteredOn(corpus -> corpus.files().size() == 2)
                .extracting(CorpusIdentity::sha256)
                .containsExactly(FileHash.sha256(List.of(a, b)));
    }

    @Test
    void textThatWouldBeCountedTwiceIsRefused() throws IOException {
        Path a = write("a.txt", "one");
        Path copy = write("copy.txt", "one");
        Path b = write("b.txt", "two");

        assertThatThrownBy(() -> Corpora.of(List.of(List.of(a), List.of(b, copy))))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("both hold the text of ")
                .hasMessageContaining("corpora of one run must share no file");
    }

    @Test
    void corporaWithOneKeyAreRefused() {
        CorpusIdentity a = identity("a", "12345678" + "0".repeat(56));
        CorpusIdentity b = identity("b", "12345678" + "f".repeat(56));

        assertThatThrownBy(() -> CorpusIdentity.requireDisjoint(List.of(a, b)))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("\"a\" and \"b\" have hashes that begin alike (12345678)");
    }

    @Test
    void aRunNeedsACorpus() {
        assertThatThrownBy(() -> Corpora.of(List.of())).hasMessageContaining("--corpus");
    }

    private static CorpusIdentity identity(String name, String sha256) {
        return new CorpusIdentity(name, sha256, List.of(new CorpusIdentity.File(name, sha256)));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
