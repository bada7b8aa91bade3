package org.featurescope.pipeline.run;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * Files that are there whole or not at all: eight letters that name the kind, a content, the CRC-32C of both. Written under
 * another name, forced to the disk, then renamed.
 */
final class CheckedFile {

    static final String UNFINISHED = ".part";

    private static final int KIND_BYTES = 8;
    private static final int BUFFER_BYTES = 1 << 16;

    private CheckedFile() {}

    /** What a file holds. */
    @FunctionalInterface
    interface Content {
        void write(DataOutputStream out) throws IOException;
    }

    /** What reads it. */
    @FunctionalInterface
    interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    /**
     * @param kind eight letters
     * @throws RunFilesException if the disk is full or the folder cannot be written to; what was there before stays
     */
    static void write(Path file, String kind, Content content) {
        Path unfinished = unfinished(file);
        try {
            try (FileChannel channel = FileChannel.open(
                    unfinished,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                CheckedOutputStream checked = new CheckedOutputStream(Channels.newOutputStream(channel), new CRC32C());
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(checked, BUFFER_BYTES));
                out.write(kind.getBytes(StandardCharsets.US_ASCII));
                content.write(out);
                out.flush();
                out.writeLong(checked.getChecksum().getValue());
                out.flush();
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            force(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        } catch (IOException | UncheckedIOException e) {
            throw notWritten(file, unfinished, e);
        }
    }

    private static Path unfinished(Path file) {
        return file.resolveSibling(file.getFileName() + UNFINISHED);
    }

    private static RunFilesException notWritten(Path file, Path unfinished, Exception cause) {
        RunFilesException failure = new RunFilesException(
                file + ": cannot be written (" + cause.getMessage()
                        + "); what was there before is untouched, and so is the"
                        + " index: make room on the disk, then give the same command again",
                cause);
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /** Makes a new name in a folder outlast a power failure, where the file system lets one. */
    private static void force(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders; the rename is durable there a moment later
        }
    }

    /**
     * Why a file is not whole; empty if it is.
     *
     * @throws RunFilesException if it cannot be opened
     */
    static String damage(Path file, String kind) {
        try (CheckedInputStream checked = new CheckedInputStream(
                        new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES), new CRC32C());
                DataInputStream in = new DataInputStream(checked)) {
            long content = Files.size(file) - Long.BYTES;
            if (content < KIND_BYTES) {
                return "it ends within its first bytes";
            }
            String found = new String(in.readNBytes(KIND_BYTES), StandardCharsets.ISO_8859_1);
            if (!found.equals(kind)) {
                return "it must begin with " + kind + ", and begins with " + printable(found);
            }
            in.skipNBytes(content - KIND_BYTES);
            long expected = checked.getChecksum().getValue();
            return in.readLong() == expected ? "" : "its checksum does not fit its content";
        } catch (EOFException e) {
            return "it has become shorter while it was read";
        } catch (IOException e) {
            throw new RunFilesException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static String printable(String text) {
        return text.chars()
                .mapToObj(c -> c >= ' ' && c < 127 ? String.valueOf((char) c) : "\\x%02x".formatted(c))
                .reduce("", String::concat);
    }

    /**
     * Reads a file that {@link #damage} found whole.
     *
     * @throws RunFilesException if its content is not what the reader expects
     */
    static <T> T read(Path file, Reader<T> reader) {
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
                DataInputStream in = new DataInputStream(bytes)) {
            in.skipNBytes(KIND_BYTES);
            return reader.read(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new RunFilesException(
                    file + ": cannot be used (" + e.getMessage() + "); take a copy of the file, or index again", e);
        }
    }

    /** A stream over a file that {@link #damage} found whole, behind its kind. */
    static DataInputStream open(Path file) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES));
        in.skipNBytes(KIND_BYTES);
        return in;
    }

    /** A text, as its length in bytes and its UTF-8. */
    static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String readText(DataInputStream in) throws IOException {
        return new String(readBytes(in, in.readInt()), StandardCharsets.UTF_8);
    }

    /** As many bytes as are promised, or an exception. */
    static byte[] readBytes(DataInputStream in, int count) throws IOException {
        if (count < 0) {
            throw new IOException("a length must be >= 0, got " + count);
        }
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException(count + " bytes promised, " + bytes.length + " found");
        }
        return bytes;
    }

    /** Four bytes for each number, big-endian. */
    static byte[] ofInts(int[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
        bytes.asIntBuffer().put(values);
        return bytes.array();
    }

    static int[] toInts(byte[] bytes) {
        int[] values = new int[bytes.length / Integer.BYTES];
        ByteBuffer.wrap(bytes).asIntBuffer().get(values);
        return values;
    }

    /** Writes a small text file as a whole. */
    static void writeString(Path file, String text) {
        Path unfinished = unfinished(file);
        try {
            try (OutputStream out = Files.newOutputStream(unfinished)) {
                out.write(text.getBytes(StandardCharsets.UTF_8));
            }
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            force(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        } catch (IOException e) {
            throw notWritten(file, unfinished, e);
        }
    }
}
