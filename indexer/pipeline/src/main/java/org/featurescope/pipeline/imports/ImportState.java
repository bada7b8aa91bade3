package org.featurescope.pipeline.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * How far an import is: everything before it is safe on disk.
 *
 * @param fingerprint of files and options; of other ones it is of no use
 * @param done files that are read, with their SHA-256
 * @param lengths of the files of the staging folder
 */
record ImportState(
        String fingerprint,
        Map<String, String> done,
        List<DumpSource> sources,
        Map<String, Long> lengths,
        BitSet activeTokens,
        List<String> errors,
        long errorCount,
        long activations,
        long explanations) {

    private static final String FILE = "state.json";

    static ImportState nothing(String fingerprint) {
        return new ImportState(
                fingerprint, new TreeMap<>(), List.of(), new TreeMap<>(), new BitSet(), List.of(), 0, 0, 0);
    }

    /** As JSON has it. */
    private record Stored(
            String fingerprint,
            Map<String, String> done,
            List<DumpSource> sources,
            Map<String, Long> lengths,
            byte[] activeTokens,
            List<String> errors,
            long errorCount,
            long activations,
            long explanations) {}

    /** Replaces the file at once. */
    void write(Path folder) {
        Stored stored = new Stored(
                fingerprint,
                done,
                sources,
                lengths,
                activeTokens.toByteArray(),
                errors,
                errorCount,
                activations,
                explanations);
        try {
            Path beside = folder.resolve(FILE + ".new");
            Files.writeString(beside, DumpJson.MAPPER.writeValueAsString(stored));
            Files.move(
                    beside, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null where there is none, or one of something else. */
    static @Nullable ImportState read(Path folder, String fingerprint) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            Stored stored = DumpJson.MAPPER.readValue(Files.readString(file), Stored.class);
            return stored.fingerprint.equals(fingerprint)
                    ? new ImportState(
                            fingerprint,
                            new TreeMap<>(stored.done),
                            stored.sources,
                            new TreeMap<>(stored.lengths),
                            BitSet.valueOf(stored.activeTokens),
                            stored.errors,
                            stored.errorCount,
                            stored.activations,
                            stored.explanations)
                    : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JacksonException e) {
            return null; // of another version of the program
        }
    }
}
