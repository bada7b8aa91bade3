package org.featurescope.pipeline.corpus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.featurescope.core.FileHash;
import org.jspecify.annotations.Nullable;

/**
 * A corpus: one or several files, read in the given order. By their names: {@code .jsonl}, {@code .jsonl.gz},
 * {@code .txt}, {@code .txt.gz}, {@code .parquet}.
 */
public final class Corpus {

    private final List<Path> files;
    private final List<Supplier<DocumentReader>> readers;

    private Corpus(List<Path> files, List<Supplier<DocumentReader>> readers) {
        this.files = List.copyOf(files);
        this.readers = readers;
    }

    /** One document that lies in no file; its name and id are "text". */
    public static Corpus ofText(String text) {
        return new Corpus(List.of(), List.of(() -> new GivenText(text)));
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
        return new Corpus(
                files,
                files.stream()
                        .map(file -> (Supplier<DocumentReader>) () -> reader(file))
                        .toList());
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
        return files.isEmpty()
                ? GivenText.ID
                : files.stream()
                        .map(file -> name(file).replaceAll("\\.(jsonl|txt|parquet)(\\.gz)?$", ""))
                        .collect(Collectors.joining("+"));
    }

    /** The files it is read from; empty for a given text. */
    public List<Path> files() {
        return files;
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
        private DocumentReader current = readers.get(0).get();
        private int documents;

        private Reading() {}

        /** The next document with its number in the corpus, from 0; null after the last. */
        public @Nullable NumberedDocument next() {
            Document document = current.next();
            while (document == null && file + 1 < readers.size()) {
                current.close();
                file++;
                current = readers.get(file).get();
                document = current.next();
            }
            return document == null ? null : new NumberedDocument(documents++, document);
        }

        /** How many have been read. */
        int documents() {
            return documents;
        }

        /**
         * Passes over the first documents.
         *
         * @throws CorpusException if there are not so many
         */
        void skip(int count) {
            while (documents < count) {
                if (next() == null) {
                    throw new CorpusException(files + ": must hold at least " + count + " documents, got " + documents
                            + "; the corpus has changed: start again from its beginning");
                }
            }
        }

        /** How much of the corpus has been read, from 0 to 1; each file counts alike. */
        public double share() {
            return (file + Math.min(1, current.share())) / readers.size();
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
