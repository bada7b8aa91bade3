package org.featurescope.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.featurescope.pipeline.corpus.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {

    private static final String KIND = "FSTEST01";

    @TempDir
    private Path folder;

    @Test
    void everyDamagedByteAndEveryShorterFileIsNoticed() throws IOException {
        Path file = folder.resolve("a.bin");
        CheckedFile.write(file, KIND, out -> out.writeUTF("content"));
        byte[] whole = Files.readAllBytes(file);
        assertThat(CheckedFile.damage(file, KIND)).isEmpty();

        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(file, damaged);
            assertThat(CheckedFile.damage(file, KIND)).as("byte %d", i).isNotEmpty();
            Files.write(file, Arrays.copyOf(whole, i));
            assertThat(CheckedFile.damage(file, KIND)).as("%d bytes", i).isNotEmpty();
        }
    }

    @Test
    void aFileOfAnotherKindIsNamed() {
        Path file = folder.resolve("a.bin");
        CheckedFile.write(file, KIND, out -> {});

        assertThat(CheckedFile.damage(file, "FSEVID01"))
                .isEqualTo("it must begin with FSEVID01, and begins with FSTEST01");
    }

    @Test
    void contentThatBreaksOffLeavesTheFormerFile() throws IOException {
        Path file = folder.resolve("a.bin");
        CheckedFile.write(file, KIND, out -> out.writeInt(1));
        byte[] former = Files.readAllBytes(file);

        assertThatThrownBy(() -> CheckedFile.write(file, KIND, out -> {
                    out.writeInt(2);
                    throw new IOException("pulled the plug");
                }))
                .isInstanceOf(RunFilesException.class)
                .hasMessageContaining("a.bin: cannot be written (pulled the plug)");

        assertThat(file).hasBinaryContent(former);
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDiskIsNamed() throws IOException {
        Path file = folder.resolve("a.bin");
        Files.createSymbolicLink(folder.resolve("a.bin.part"), Path.of("/dev/full"));

        assertThatThrownBy(() -> CheckedFile.write(file, KIND, out -> out.write(new byte[1 << 20])))
                .isInstanceOf(RunFilesException.class)
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("make room on the disk");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void contextsAreTheSameAfterReading() {
        Document plain = new Document("d:1", "", null, null, null, null);
        Document full = new Document("Ω", "", "title", "", "source", "licence 😀");
        List<KeptContext> contexts =
                List.of(context(0, 0, plain, 0, "a"), context(3, 0, plain, 31, ""), context(9, 7, full, 0, "हिन्दी\0"));
        Path file = folder.resolve("contexts.bin");

        ContextsFile.write(file, contexts.iterator());

        assertThat(ContextsFile.damage(file)).isEmpty();
        List<KeptContext> read = new ArrayList<>();
        try (KeptContexts reading = ContextsFile.read(file)) {
            reading.forEachRemaining(read::add);
        }
        assertThat(read).usingRecursiveComparison().isEqualTo(contexts);
    }

    private static KeptContext context(int number, int document, Document facts, int firstToken, String text) {
        return new KeptContext(number, document, facts, firstToken, new int[] {0, number, 70_000}, text);
    }

    @Test
    void runsWithOddNamesHaveFoldersOfTheirOwn() {
        Path plain = UnfinishedRun.folder(folder, "babel", "demo-1");
        Path accents = UnfinishedRun.folder(folder, "babel", "été/..");

        assertThat(plain).isEqualTo(folder.resolve("runs/babel-demo-1"));
        assertThat(accents.getParent()).isEqualTo(folder.resolve("runs"));
        assertThat(accents.getFileName().toString()).matches("babel-[a-z0-9._-]*-[0-9a-f]{6}");
        assertThat(accents).isNotEqualTo(UnfinishedRun.folder(folder, "babel", "ete/.."));
    }
}
