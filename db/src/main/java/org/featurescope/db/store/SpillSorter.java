package org.featurescope.db.store;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
            try (DataOutputStream out =
                    new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
                Run run = new Run(files.size(), null);
                while (run.advance()) {
                    out.writeLong(run.key);
                    out.writeLong(run.value);
                }
            }
            size = 0;
        } catch (IOException e) {
            throw new UncheckedIOException("a temporary file to sort in cannot be written (" + e + ")", e);
        }
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

        private final PriorityQueue<Run> runs = new PriorityQueue<>(
                Comparator.<Run>comparingLong(run -> run.key).thenComparingInt(run -> run.number));
        private long key;
        private long value;

        private Sorted() throws IOException {
            for (int i = 0; i < files.size(); i++) {
                offer(new Run(
                        i, new DataInputStream(new BufferedInputStream(Files.newInputStream(files.get(i)), 1 << 16))));
            }
            offer(new Run(files.size(), null));
        }

        private void offer(Run run) throws IOException {
            if (run.advance()) {
                runs.add(run);
            }
        }

        boolean advance() {
            Run first = runs.poll();
            if (first == null) {
                return false;
            }
            key = first.key;
            value = first.value;
            try {
                offer(first);
            } catch (IOException e) {
                throw unreadable(e);
            }
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
    private final class Run {

        private final int number;
        private final @Nullable DataInputStream in;
        private int at;
        private long key;
        private long value;

        Run(int number, @Nullable DataInputStream in) {
            this.number = number;
            this.in = in;
            if (in == null) {
                Arrays.sort(keys, 0, size);
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
            try {
                key = in.readLong();
                value = in.readLong();
                return true;
            } catch (EOFException e) {
                in.close();
                return false;
            }
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
