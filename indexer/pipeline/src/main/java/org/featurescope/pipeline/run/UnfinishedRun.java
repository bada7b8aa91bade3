package org.featurescope.pipeline.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.featurescope.core.FileHash;
import org.featurescope.core.PublicName;
import org.featurescope.pipeline.scan.ScanEvidence;

/**
 * A run that is being made, in a folder of its own that one process at a time may have: its manifest first, then a checkpoint after
 * each shard, at last the contexts of its examples. Once it is published, the folder is kept with the evidence of published runs.
 */
public final class UnfinishedRun implements AutoCloseable {

    /** The number under which the run is being published. */
    private static final String PUBLISHING = "publishing.txt";

    /** What it tells of itself while it is made. */
    public static final String PROGRESS = "progress.json";

    private final Path home;
    private final EvidenceFolder folder;
    private final FolderLock lock;

    private UnfinishedRun(Path home, EvidenceFolder folder, FolderLock lock) {
        this.home = home;
        this.folder = folder;
        this.lock = lock;
    }

    /** The folder of a run, whether it is there or not. */
    public static Path folder(Path home, String model, String runName) {
        String plain = PublicName.from(runName);
        String name = plain.equals(runName)
                ? plain
                : plain + "-" + FileHash.ofText(runName).substring(0, 6);
        return all(home).resolve(model + "-" + name);
    }

    /** Where unfinished runs lie. */
    public static Path all(Path home) {
        return home.resolve("runs");
    }

    /** Those that have begun, by name. */
    public static List<Path> list(Path home) {
        return EvidenceFolder.list(all(home), "*").stream()
                .filter(folder -> Files.isRegularFile(folder.resolve(EvidenceFolder.MANIFEST)))
                .toList();
    }

    /**
     * Goes on with a run, or begins it.
     *
     * @param restart whether what is there of it is thrown away
     * @throws RunFilesException if another process has it, or it was begun with other settings
     */
    public static UnfinishedRun open(Path home, String runName, Manifest manifest, RunPlaces places, boolean restart) {
        Path path = folder(home, manifest.model().name(), runName);
        createFolder(path);
        FolderLock lock = FolderLock.of(path);
        try {
            if (restart) {
                EvidenceFolder.list(path, "*").stream()
                        .filter(file -> !file.endsWith(FolderLock.NAME))
                        .forEach(UnfinishedRun::delete);
            }
            EvidenceFolder.list(path, "*" + CheckedFile.UNFINISHED).forEach(UnfinishedRun::delete);
            requireSame(path, manifest);
            CheckedFile.writeString(path.resolve(EvidenceFolder.MANIFEST), manifest.toJson());
            CheckedFile.writeString(path.resolve(EvidenceFolder.PLACES), Json.write(places));
            return new UnfinishedRun(home, new EvidenceFolder(path, manifest), lock);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static void createFolder(Path path) {
        try {
            Files.createDirectories(path);
        } catch (IOException e) {
            throw new RunFilesException(path + ": cannot be made (" + e.getMessage() + ")", e);
        }
    }

    /** A run that has no checkpoint yet has nothing to lose. */
    private static void requireSame(Path path, Manifest manifest) {
        if (EvidenceFolder.evidenceFiles(path).isEmpty()) {
            return;
        }
        List<String> differences = EvidenceFolder.open(path).manifest().differences(manifest);
        if (!differences.isEmpty()) {
            throw new RunFilesException("the unfinished run in " + path + " was begun otherwise: "
                    + String.join("; ", differences)
                    + ". Give the former settings to go on with it, --restart to throw away what it has, or another"
                    + " --run-name");
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new RunFilesException(file + ": cannot be deleted (" + e.getMessage() + ")", e);
        }
    }

    /** What is there so far. */
    public EvidenceFolder files() {
        return folder;
    }

    /**
     * Keeps the evidence, and lets the former checkpoint go.
     *
     * @throws RunFilesException if it cannot be written; the former checkpoint stays
     */
    public void checkpoint(ScanEvidence evidence) {
        List<Path> former = EvidenceFolder.evidenceFiles(folder.path());
        int number = former.isEmpty() ? 1 : EvidenceFolder.number(former.get(former.size() - 1)) + 1;
        EvidenceFile.write(EvidenceFolder.evidenceFile(folder.path(), number), folder.manifest(), evidence);
        former.forEach(UnfinishedRun::delete);
    }

    /**
     * Keeps the contexts of a corpus.
     *
     * @param contexts ascending
     */
    public void writeContexts(int corpusKey, Iterator<KeptContext> contexts) {
        ContextsFile.write(folder.contextsFile(corpusKey), contexts);
    }

    /** Notes the number of the run just before it is published, so that nobody publishes it a second time. */
    public void announce(long runId) {
        CheckedFile.writeString(folder.path().resolve(PUBLISHING), runId + "\n");
    }

    /** The number that was noted last. */
    public OptionalLong announced() {
        Path file = folder.path().resolve(PUBLISHING);
        try {
            return Files.exists(file)
                    ? OptionalLong.of(Long.parseLong(Files.readString(file).strip()))
                    : OptionalLong.empty();
        } catch (IOException | NumberFormatException e) {
            throw new RunFilesException(
                    file + ": cannot be read (" + e.getMessage()
                            + "); delete it if the run is not in `featurescope runs`",
                    e);
        }
    }

    /**
     * Puts the folder beside those of the other published runs, and ends the work on it.
     *
     * @return where it lies now
     */
    public Path keepAs(long runId) {
        Path evidence = EvidenceFolder.published(home);
        createFolder(evidence);
        Path target = free(evidence, runId);
        try {
            Files.move(folder.path(), target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new RunFilesException(
                    "run " + runId + " is published, but its evidence cannot be moved from " + folder.path() + " to "
                            + target + " (" + e.getMessage() + "); give the same command again to have it moved",
                    e);
        }
        delete(target.resolve(FolderLock.NAME));
        delete(target.resolve(PUBLISHING));
        delete(target.resolve(PROGRESS));
        return target;
    }

    /** A run of another database may have the number; one that is gone may have left its evidence. */
    private Path free(Path evidence, long runId) {
        Path plain = evidence.resolve("run-" + runId);
        if (!Files.exists(plain)) {
            return plain;
        }
        Path marked = evidence.resolve(
                "run-" + runId + "-" + folder.manifest().sha256().substring(0, 8));
        deleteFolder(marked);
        return marked;
    }

    private static void deleteFolder(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            files.sorted(Comparator.reverseOrder()).forEach(UnfinishedRun::delete);
        } catch (IOException e) {
            throw new RunFilesException(path + ": cannot be deleted (" + e.getMessage() + ")", e);
        }
    }

    @Override
    public void close() {
        lock.close();
    }
}
