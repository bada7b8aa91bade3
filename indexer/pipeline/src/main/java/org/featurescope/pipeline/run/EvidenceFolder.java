package org.featurescope.pipeline.run;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.featurescope.core.evidence.PeakText;
import org.featurescope.pipeline.scan.FeatureSource;
import org.featurescope.pipeline.scan.ScanEvidence;

/**
 * The evidence of one run as files: manifest, all that the collectors know, the contexts of its examples. It needs nothing outside
 * it, so it can be copied to another machine.
 *
 * @param path of the folder
 */
public record EvidenceFolder(Path path, Manifest manifest) {

    static final String MANIFEST = "manifest.json";
    static final String PLACES = "places.json";

    private static final Pattern EVIDENCE = Pattern.compile("evidence-(\\d{6})\\.bin");

    /**
     * @throws RunFilesException if it is no such folder
     */
    public static EvidenceFolder open(Path path) {
        if (!Files.isRegularFile(path.resolve(MANIFEST))) {
            throw new RunFilesException(path + ": holds no " + MANIFEST
                    + "; give the number of a run, or the folder with its evidence (HOME/evidence/run-NUMBER)");
        }
        return new EvidenceFolder(path, readManifest(path));
    }

    static Manifest readManifest(Path path) {
        Path file = path.resolve(MANIFEST);
        return Manifest.ofJson(text(file), file.toString());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new RunFilesException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** Where the evidence of published runs is kept. */
    public static Path published(Path home) {
        return home.resolve("evidence");
    }

    /**
     * The evidence of a published run, if it is kept here. Runs of another database may have the same number: the manifest tells.
     *
     * @param manifest as it was published
     */
    public static Optional<EvidenceFolder> ofRun(Path home, long runId, String manifest) {
        Manifest wanted = Manifest.ofJson(manifest, "the manifest of run " + runId);
        return list(published(home), "run-" + runId + "{,-*}").stream()
                .filter(folder -> Files.isRegularFile(folder.resolve(MANIFEST)))
                .map(EvidenceFolder::open)
                .filter(folder -> folder.manifest().equals(wanted))
                .findFirst();
    }

    /** By name; empty if the folder is not there. */
    static List<Path> list(Path folder, String glob) {
        List<Path> found = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return found;
        }
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, glob)) {
            paths.forEach(found::add);
        } catch (IOException e) {
            throw new RunFilesException(folder + ": cannot be listed (" + e.getMessage() + ")", e);
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }

    /** Where its model and SAEs were when it was made. */
    public RunPlaces places() {
        Path file = path.resolve(PLACES);
        return Json.read(text(file), RunPlaces.class, file.toString());
    }

    static Path evidenceFile(Path folder, int number) {
        return folder.resolve("evidence-%06d.bin".formatted(number));
    }

    static int number(Path evidenceFile) {
        Matcher name = EVIDENCE.matcher(evidenceFile.getFileName().toString());
        return name.matches() ? Integer.parseInt(name.group(1)) : 0;
    }

    /** The newest last. */
    static List<Path> evidenceFiles(Path folder) {
        return list(folder, "evidence-*.bin");
    }

    /**
     * The newest evidence that is whole; empty if none was written yet.
     *
     * @param remark is told of a file that is damaged, when a former one is taken instead
     * @throws RunFilesException if there is only damaged evidence
     */
    public Optional<ScanEvidence> evidence(List<FeatureSource> sources, PeakText peakText, Consumer<String> remark) {
        List<String> damaged = new ArrayList<>();
        List<Path> files = evidenceFiles(path);
        for (int i = files.size() - 1; i >= 0; i--) {
            String damage = EvidenceFile.damage(files.get(i));
            if (damage.isEmpty()) {
                damaged.forEach(sentence -> remark.accept(sentence + "; an earlier one is used instead"));
                return Optional.of(EvidenceFile.read(files.get(i), manifest, sources, peakText));
            }
            damaged.add(files.get(i) + " is damaged: " + damage);
        }
        if (damaged.isEmpty()) {
            return Optional.empty();
        }
        throw new RunFilesException(String.join("; ", damaged)
                + "; there is no earlier one: take a copy, or begin anew (of an unfinished run with --restart)");
    }

    /** Whether no evidence was written yet. */
    public boolean isEmpty() {
        return evidenceFiles(path).isEmpty();
    }

    Path contextsFile(int corpusKey) {
        return contextsFile(path, corpusKey);
    }

    static Path contextsFile(Path folder, int corpusKey) {
        return folder.resolve("contexts-%08x.bin".formatted(corpusKey));
    }

    /** Whether the contexts of all its corpora are there, whole. */
    public boolean hasContexts() {
        return manifest.corpora().stream()
                .map(corpus -> contextsFile(corpus.key()))
                .allMatch(file ->
                        Files.isRegularFile(file) && ContextsFile.damage(file).isEmpty());
    }

    /**
     * The contexts of one of its corpora, ascending.
     *
     * @throws RunFilesException if they are not there, or damaged
     */
    public KeptContexts contexts(int corpusKey) {
        Path file = contextsFile(corpusKey);
        String damage = Files.isRegularFile(file) ? ContextsFile.damage(file) : "it is missing";
        if (!damage.isEmpty()) {
            throw new RunFilesException(
                    file + ": cannot be used (" + damage + "); take a copy of the file, or index again");
        }
        return ContextsFile.read(file);
    }
}
