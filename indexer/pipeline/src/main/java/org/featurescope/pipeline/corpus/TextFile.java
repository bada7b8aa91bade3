package org.featurescope.pipeline.corpus;

import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A UTF-8 file, gzipped if its name ends in {@code .gz}, that knows how much of it has been read. */
final class TextFile implements AutoCloseable {

    private final long size;
    private final Counting counting;
    private final BufferedReader reader;

    private TextFile(long size, Counting counting, BufferedReader reader) {
        this.size = size;
        this.counting = counting;
        this.reader = reader;
    }

    static TextFile open(Path file) {
        try {
            Counting counting = new Counting(Files.newInputStream(file));
            InputStream bytes =
                    file.getFileName().toString().endsWith(".gz") ? new GZIPInputStream(counting, 1 << 16) : counting;
            // a byte that is not UTF-8 is an error: a replacement character would be indexed as if it were the text
            InputStreamReader text = new InputStreamReader(
                    bytes, StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT));
            return new TextFile(Files.size(file), counting, new BufferedReader(text, 1 << 16));
        } catch (IOException e) {
            throw new CorpusException(file + ": cannot be opened (" + e.getMessage() + ")", e);
        }
    }

    BufferedReader reader() {
        return reader;
    }

    /** Of the bytes of the file, compressed as they are; runs ahead of the reader by its buffer. */
    double share() {
        return size == 0 ? 1 : (double) counting.bytes / size;
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Counting extends FilterInputStream {

        private long bytes;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            bytes += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            bytes += Math.max(0, count);
            return count;
        }
    }
}
