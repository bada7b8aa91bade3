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

/** The runs of a home that are being made or were interrupted, each a folder with its checkpoints. */
public final class UnfinishedRuns {

    private final Path folder;

    /** @param home of the program */
    public UnfinishedRuns(Path home) {
        folder = home.resolve("runs");
    }

    /**
     * @param name of its folder
     * @param progress empty if it has told nothing yet
     */
    public record UnfinishedRun(String name, Optional<ProgressFile.Content> progress) {

        /** Whether some process works at it. */
        public boolean isRunning() {
            return progress.map(ProgressFile.Content::isRunning).orElse(false);
        }
    }

    /** By their names. */
    public List<UnfinishedRun> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> runs = Files.list(folder)) {
            return runs.filter(Files::isDirectory)
                    .sorted()
                    .map(run -> new UnfinishedRun(run.getFileName().toString(), ProgressFile.read(run)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Throws an interrupted run away.
     *
     * @throws IllegalArgumentException if there is none of this name, or a process works at it
     */
    public void delete(String name) {
        List<UnfinishedRun> all = list();
        UnfinishedRun run = all.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no unfinished run \"" + name + "\"; there "
                        + (all.isEmpty()
                                ? "is none"
                                : "are: "
                                        + all.stream().map(UnfinishedRun::name).collect(Collectors.joining(", ")))));
        if (run.isRunning()) {
            throw new IllegalArgumentException("the run \"" + name + "\" is being made by process "
                    + run.progress().orElseThrow().processId() + "; end that first");
        }
        deleteTree(folder.resolve(name));
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
