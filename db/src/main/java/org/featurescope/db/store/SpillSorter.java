package org.featurescope.db.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts pairs of numbers by the first of them; pairs of equal ones stay in the order in which they came. What is more than a million
 * pairs waits in temporary files, so memory does not grow. Not for several threads.
 */
final class SpillSorter implements AutoCloseable {

    /** Keys have so many bits. */
    static final int KEY_BITS = 43;

    private static final int CHUNK_BITS = 20;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int BUFFER_BYTES = 1 << 16; // whole pairs

    private final int chunk;
    private final List<Path> files = new ArrayList<>();
    private long[] keys = new long[1 << 10]; // key, then place in the chunk
    private long[] values = new long[1 << 10];
    private int size;

    SpillSorter() {
        this(CHUNK);
    }

    /** @param chunk pairs that are sorted in memory, at most 2^20 */
    SpillSorter(int chunk) {
        this.chunk = chunk;
    }

    void add(long key, long value) {
        if (key < 0 || key >>> KEY_BITS != 0) {
            throw new IllegalArgumentException("a key must have " + KEY_BITS + " bits, got " + key);
        }
        if (size == chunk) {
            spill();
        }
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        keys[size] = key << CHUNK_BITS | size;
        values[size++] = value;
    }

    private void spill() {
        try {
            Path file = Files.createTempFile("featurescope-sort", ".bin");
            files.add(file);
            try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
                Run run = new Run(files.size(), null);
                while (run.advance()) {
                    buffer.putLong(run.key).putLong(run.value);
                    if (!buffer.hasRemaining()) {
                        writeAll(buffer, out);
                    }
                }
                writeAll(buffer, out);
            }
            size = 0;
        } catch (IOException e) {
            throw new UncheckedIOException("a temporary file to sort in cannot be written (" + e + ")", e);
        }
    }

    private static void writeAll(ByteBuffer buffer, FileChannel out) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
        buffer.clear();
    }

    /** All pairs in order, once; nothing can be added any more. */
    Sorted sorted() {
        try {
            return new Sorted();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static UncheckedIOException unreadable(IOException failure) {
        return new UncheckedIOException(
                "a temporary file that was sorted in cannot be read (" + failure + ")", failure);
    }

    /** Pairs one by one: {@link #advance}, then {@link #key} and {@link #value}. */
    final class Sorted {

        private final PriorityQueue<Run> others = new PriorityQueue<>();
        private @Nullable Run
                first; // of those that are left; it is before its first pair, or at the one that was last returned
        private long key;
        private long value;

        private Sorted() throws IOException {
            for (int i = 0; i < files.size(); i++) {
                offer(new Run(i, FileChannel.open(files.get(i))));
            }
            offer(new Run(files.size(), null));
        }

        private void offer(Run run) throws IOException {
            if (run.advance()) {
                others.add(run);
            }
        }

        boolean advance() {
            try {
                if (first != null && !first.advance()) {
                    first = null;
                }
            } catch (IOException e) {
                throw unreadable(e);
            }
            Run next = others.peek();
            if (next != null && (first == null || next.compareTo(first) < 0)) { // else the queue needs no change
                others.remove();
                if (first != null) {
                    others.add(first);
                }
                first = next;
            }
            if (first == null) {
                return false;
            }
            key = first.key;
            value = first.value;
            return true;
        }

        long key() {
            return key;
        }

        long value() {
            return value;
        }
    }

    /** Sorted pairs of one file, or of memory. */
    private final class Run implements Comparable<Run> {

        private final int number;
        private final @Nullable FileChannel in;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
        private int at;
        private long key;
        private long value;

        Run(int number, @Nullable FileChannel in) {
            this.number = number;
            this.in = in;
            if (in == null) {
                Arrays.parallelSort(keys, 0, size);
            }
        }

        boolean advance() throws IOException {
            if (in == null) {
                if (at == size) {
                    return false;
                }
                key = keys[at] >>> CHUNK_BITS;
                value = values[(int) keys[at++] & CHUNK - 1];
                return true;
            }
            if (!buffer.hasRemaining() && !refill(in)) {
                in.close();
                return false;
            }
            key = buffer.getLong();
            value = buffer.getLong();
            return true;
        }

        /** The buffer holds whole pairs. */
        private boolean refill(FileChannel from) throws IOException {
            buffer.clear();
            while (buffer.hasRemaining() && from.read(buffer) >= 0) {
                // a file may give less than is asked for
            }
            buffer.flip();
            return buffer.hasRemaining();
        }

        @Override
        public int compareTo(Run other) {
            return key != other.key ? Long.compare(key, other.key) : Integer.compare(number, other.number);
        }
    }

    /** Removes the files. */
    @Override
    public void close() {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(file + ": cannot be removed (" + e + ")", e);
            }
        }
        files.clear();
    }
}
