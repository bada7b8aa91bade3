package org.featurescope.pipeline.progress;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import org.featurescope.pipeline.run.UnfinishedRun;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code progress.json} in the folder of an unfinished run, for whoever asks from another terminal. Replaced as a whole, so a
 * reader never sees half of it.
 */
public final class ProgressFile implements ProgressView {

    private static final String NAME = UnfinishedRun.PROGRESS;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final String command;
    private @Nullable Path folder;

    /**
     * What the file says.
     *
     * @param command how a person goes on with the run
     * @param directory where that was typed
     * @param processId of the indexer, on the machine where it runs
     * @param processStarted tells it from a later process with the same number
     */
    public record Content(
            ProgressState state,
            String command,
            String directory,
            long processId,
            @Nullable Instant processStarted,
            Instant updatedAt) {

        /** Whether the process that wrote it is alive, on this machine. */
        public boolean isRunning() {
            return ProcessHandle.of(processId)
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> processStarted == null
                            || processStarted.equals(
                                    process.info().startInstant().orElse(null)))
                    .isPresent();
        }
    }

    /** @param command how a person goes on with the run */
    public ProgressFile(String command) {
        this.command = command;
    }

    /** As long as the folder is not there, nothing is written. */
    @Override
    public void begins(Path folder) {
        this.folder = folder;
    }

    /** What the file of a folder says; empty if there is none, or none that can be read. */
    public static Optional<Content> read(Path folder) {
        try {
            return Optional.of(MAPPER.readValue(Files.readString(folder.resolve(NAME)), Content.class));
        } catch (IOException | JacksonException e) {
            return Optional.empty(); // the run is there all the same, and is listed without its progress
        }
    }

    @Override
    public void stage(ProgressState state) {
        write(state);
    }

    @Override
    public void scanned(ProgressState state) {
        write(state);
    }

    @Override
    public void remark(ProgressState state, String sentence) {}

    private void write(ProgressState state) {
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        ProcessHandle process = ProcessHandle.current();
        Content content = new Content(
                state,
                command,
                Path.of("").toAbsolutePath().toString(),
                process.pid(),
                process.info().startInstant().orElse(null),
                Instant.now());
        Path unfinished = folder.resolve(NAME + ".part");
        try {
            Files.writeString(unfinished, MAPPER.writeValueAsString(content));
            Files.move(unfinished, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // A full disk or a folder that is just being removed: the run itself says what is wrong.
        }
    }
}
