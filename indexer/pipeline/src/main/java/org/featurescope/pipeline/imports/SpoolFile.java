package org.featurescope.pipeline.imports;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that only grows, so that what was written since a checkpoint can be cut off. */
final class SpoolFile implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 15;

    private final Path path;
    private final RandomAccessFile file;
    private final DataOutputStream out;

    private SpoolFile(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
        this.out = new DataOutputStream(
                new BufferedOutputStream(Channels.newOutputStream(file.getChannel()), BUFFER_BYTES));
    }

    /** @param length what it had at the last checkpoint; what is behind is cut off */
    static SpoolFile open(Path path, long length) {
        try {
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            file.setLength(length);
            file.seek(length);
            return new SpoolFile(path, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    void write(Writing writing) {
        try {
            writing.to(out);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Safe from a crash of the machine. @return how long it is */
    long sync() {
        try {
            out.flush();
            file.getFD().sync();
            return file.length();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private ImportException failed(IOException e) {
        return new ImportException(
                path + ": cannot be written (" + e.getMessage() + "); the same command goes on when there is room", e);
    }

    @Override
    public void close() {
        try {
            out.flush();
            file.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Something that is read one after the other. */
    interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    /** Reads one record after the other. @return an iterator that closes the file at its end */
    static <T> Records<T> read(Path path, Reading<T> reading) {
        try {
            return new Records<>(
                    new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES)), reading);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static final class Records<T> implements AutoCloseable {

        private final DataInputStream in;
        private final Reading<T> reading;

        private Records(DataInputStream in, Reading<T> reading) {
            this.in = in;
            this.reading = reading;
        }

        /** Null at the end. */
        @Nullable T next() {
            try {
                in.mark(1);
                if (in.read() < 0) {
                    return null;
                }
                in.reset();
                return reading.from(in);
            } catch (EOFException e) {
                throw new IllegalStateException("a record is cut off", e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static void writeText(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(-1);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static @Nullable String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte[] readBytes(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }
}
