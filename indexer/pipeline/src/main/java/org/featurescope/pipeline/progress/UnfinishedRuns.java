package org.featurescope.pipeline.progress;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.featurescope.pipeline.run.UnfinishedRun;

/** The runs of a home that are being made or were interrupted, each a folder with its checkpoints. */
public final class UnfinishedRuns {

    private final Path home;

    /** @param home of the program */
    public UnfinishedRuns(Path home) {
        this.home = home;
    }

    /**
     * @param name of its folder
     * @param progress empty if it has told nothing yet
     */
    public record Listed(String name, Path folder, Optional<ProgressFile.Content> progress) {

        /** Whether some process works at it. */
        public boolean isRunning() {
            return progress.map(ProgressFile.Content::isRunning).orElse(false);
        }
    }

    /** By their names. */
    public List<Listed> list() {
        return UnfinishedRun.list(home).stream()
                .map(folder -> new Listed(folder.getFileName().toString(), folder, ProgressFile.read(folder)))
                .toList();
    }

    /**
     * Throws an interrupted run away.
     *
     * @throws IllegalArgumentException if there is none of this name, or a process works at it
     */
    public void delete(String name) {
        List<Listed> all = list();
        Listed run = all.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no unfinished run \"" + name + "\"; there "
                        + (all.isEmpty()
                                ? "is none"
                                : "are: " + all.stream().map(Listed::name).collect(Collectors.joining(", ")))));
        if (run.isRunning()) {
            throw new IllegalArgumentException("the run \"" + name + "\" is being made by process "
                    + run.progress().orElseThrow().processId() + "; end that first");
        }
        deleteTree(run.folder());
    }

    /** A folder and all in it; nothing happens if it is not there. */
    public static void deleteTree(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
