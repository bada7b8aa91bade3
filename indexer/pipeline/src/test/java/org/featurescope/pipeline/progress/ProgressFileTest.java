package org.featurescope.pipeline.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressFileTest {

    private static final ProgressState STATE = new ProgressState("law", "Indexing", 3, 40, 0.5, 10, 4.0, 3.5);

    @TempDir
    private Path folder;

    @Test
    void givesBackWhatItKeeps() {
        file(folder, "featurescope index --corpus law.jsonl").scanned(STATE);

        ProgressFile.Content content = ProgressFile.read(folder).orElseThrow();
        assertThat(content.state()).isEqualTo(STATE);
        assertThat(content.command()).isEqualTo("featurescope index --corpus law.jsonl");
        assertThat(content.isRunning()).as("this process").isTrue();
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void knowsAProcessThatIsNoMore() {
        file(folder, "").stage(STATE);
        ProgressFile.Content content = ProgressFile.read(folder).orElseThrow();

        assertThat(withProcess(content, Long.MAX_VALUE).isRunning()).isFalse();
        assertThat(withProcess(content, 1).isRunning())
                .as("another process that has the number now")
                .isFalse();
    }

    private static ProgressFile file(Path folder, String command) {
        ProgressFile file = new ProgressFile(command);
        file.begins(folder);
        return file;
    }

    private static ProgressFile.Content withProcess(ProgressFile.Content content, long id) {
        return new ProgressFile.Content(
                content.state(),
                content.command(),
                content.directory(),
                id,
                content.processStarted(),
                content.updatedAt());
    }

    @Test
    void makesNoFolderAndStandsNoBrokenFile() throws IOException {
        Path missing = folder.resolve("missing");
        file(missing, "").stage(STATE);
        assertThat(missing).doesNotExist();
        assertThat(ProgressFile.read(missing)).isEmpty();

        Files.writeString(folder.resolve("progress.json"), "{\"sta");
        assertThat(ProgressFile.read(folder)).isEmpty();
    }
}
