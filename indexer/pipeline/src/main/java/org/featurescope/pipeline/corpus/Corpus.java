package org.featurescope.pipeline.corpus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.featurescope.core.FileHash;
import org.jspecify.annotations.Nullable;

/**
 * A corpus: one or several files, read in the given order. By their names: {@code .jsonl}, {@code .jsonl.gz},
 * {@code .txt}, {@code .txt.gz}, {@code .parquet}.
 */
public final class Corpus {

    private final List<Path> files;

    private Corpus(List<Path> files) {
        this.files = List.copyOf(files);
    }

    /**
     * Checks that the files are there and of a known kind.
     *
     * @throws CorpusException otherwise
     */
    public static Corpus of(List<Path> files) {
        if (files.isEmpty()) {
            throw new CorpusException("a corpus needs at least one file; give --corpus FILE");
        }
        files.forEach(Corpus::check);
        return new Corpus(files);
    }

    private static void check(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new CorpusException(file + ": no such file, or not readable; --corpus takes .jsonl, .jsonl.gz, .txt,"
                    + " .txt.gz or .parquet files");
        }
        if (!name(file).matches(".*\\.(jsonl(\\.gz)?|txt(\\.gz)?|parquet)")) {
            throw new CorpusException(file
                    + ": the kind is not known; --corpus takes .jsonl, .jsonl.gz, .txt, .txt.gz or .parquet files");
        }
    }

    private static DocumentReader reader(Path file) {
        if (name(file).endsWith(".parquet")) {
            return new ParquetDocuments(file);
        }
        return name(file).contains(".jsonl") ? new JsonLinesReader(file) : new PlainTextReader(file);
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** The names of the files without their endings, joined. */
    public String name() {
        return files.stream()
                .map(file -> name(file).replaceAll("\\.(jsonl|txt|parquet)(\\.gz)?$", ""))
                .collect(Collectors.joining("+"));
    }

    /** Of its files, in order ({@link FileHash}). */
    public String sha256() {
        return FileHash.sha256(files);
    }

    /**
     * Makes sure that the files are still what they were.
     *
     * @param sha256 their hash at an earlier time
     * @throws CorpusException if they have changed
     */
    public void requireUnchanged(String sha256) {
        if (!sha256().equals(sha256)) {
            throw new CorpusException(files + ": changed while it was indexed; start again when nobody writes to it");
        }
    }

    /** Starts a reading from the first document. */
    public Reading read() {
        return new Reading();
    }

    /** The documents of all files, one after another. */
    public final class Reading implements AutoCloseable {

        private int file;
        private DocumentReader current = reader(files.get(0));
        private int documents;

        private Reading() {}

        /** The next document with its number in the corpus, from 0; null after the last. */
        public @Nullable NumberedDocument next() {
            Document document = current.next();
            while (document == null && file + 1 < files.size()) {
                current.close();
                file++;
                current = reader(files.get(file));
                document = current.next();
            }
            return document == null ? null : new NumberedDocument(documents++, document);
        }

        /** How much of the corpus has been read, from 0 to 1; each file counts alike. */
        public double share() {
            return (file + Math.min(1, current.share())) / files.size();
        }

        @Override
        public void close() {
            current.close();
        }
    }

    /**
     * A document and its place.
     *
     * @param number position in the corpus, from 0
     */
    public record NumberedDocument(int number, Document document) {}
}
