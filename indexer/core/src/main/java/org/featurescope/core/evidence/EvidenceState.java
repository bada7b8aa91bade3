package org.featurescope.core.evidence;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The form of what collectors write: sections, each with its length in front and a CRC-32 behind. All numbers big-endian.
 */
final class EvidenceState {

    /** What a section holds. */
    @FunctionalInterface
    interface Body {
        void write(DataOutput out) throws IOException;
    }

    private static final int NO_TEXT = -1;
    private static final int READ_AT_ONCE = 1 << 20;

    private EvidenceState() {}

    static byte[] bytes(Body body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    static void writeSection(DataOutput out, byte[] body) throws IOException {
        out.writeInt(body.length);
        out.write(body);
        out.writeInt(checksum(body));
    }

    /**
     * @param name what the section is about, for messages
     * @throws IOException if the section is not whole
     */
    static byte[] readSection(DataInput in, String name) throws IOException {
        try {
            byte[] body = readBytes(in, readCount(in, "bytes of " + name, Integer.MAX_VALUE));
            if (in.readInt() != checksum(body)) {
                throw damaged(name + ": the checksum does not fit the " + body.length + " bytes before it");
            }
            return body;
        } catch (EOFException e) {
            throw endsEarly(name, e);
        }
    }

    private static int checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /** What reads the body of a section. */
    @FunctionalInterface
    interface Reader<T> {
        T read(DataInput in) throws IOException;
    }

    /** @throws IOException also if the reader does not read all of the body, or more */
    static <T> T parse(byte[] body, String name, Reader<T> reader) throws IOException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(body);
        T read;
        try {
            read = reader.read(new DataInputStream(bytes));
        } catch (EOFException | IllegalArgumentException e) {
            throw new IOException(damaged(name + ": " + problem(e)).getMessage(), e);
        }
        if (bytes.available() > 0) {
            throw damaged(name + ": " + bytes.available() + " bytes are left over");
        }
        return read;
    }

    private static String problem(Exception e) {
        return e instanceof EOFException ? "the section ends early" : String.valueOf(e.getMessage());
    }

    /** As many bytes as there are, not as many as are promised, take memory. */
    static byte[] readBytes(DataInput in, int count) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.min(count, READ_AT_ONCE));
        byte[] some = new byte[Math.min(count, READ_AT_ONCE)];
        for (int left = count; left > 0; left -= some.length) {
            int length = Math.min(left, some.length);
            in.readFully(some, 0, length);
            bytes.write(some, 0, length);
        }
        return bytes.toByteArray();
    }

    /** Reads a number of things, from 0 to {@code most}. */
    static int readCount(DataInput in, String things, int most) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > most) {
            throw damaged("there must be 0 to " + most + " " + things + ", got " + count);
        }
        return count;
    }

    /** Character by character: half a surrogate pair, which UTF-8 cannot hold, stays what it is. */
    static void writeText(DataOutput out, @Nullable String text) throws IOException {
        out.writeInt(text == null ? NO_TEXT : text.length());
        if (text != null) {
            out.writeChars(text);
        }
    }

    static @Nullable String readText(DataInput in) throws IOException {
        int length = in.readInt();
        if (length < NO_TEXT) {
            throw damaged("a text must have 0 characters or more, got " + length);
        }
        if (length == NO_TEXT) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(in.readChar());
        }
        return text.toString();
    }

    static void writeInts(DataOutput out, int[] values) throws IOException {
        for (int value : values) {
            out.writeInt(value);
        }
    }

    static void readInts(DataInput in, int[] into) throws IOException {
        for (int i = 0; i < into.length; i++) {
            into[i] = in.readInt();
        }
    }

    static void writeLongs(DataOutput out, long[] values) throws IOException {
        for (long value : values) {
            out.writeLong(value);
        }
    }

    static void readLongs(DataInput in, long[] into) throws IOException {
        for (int i = 0; i < into.length; i++) {
            into[i] = in.readLong();
        }
    }

    static void writeFloats(DataOutput out, float[] values) throws IOException {
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    static void readFloats(DataInput in, float[] into) throws IOException {
        for (int i = 0; i < into.length; i++) {
            into[i] = in.readFloat();
        }
    }

    static void writeDoubles(DataOutput out, double[] values) throws IOException {
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    static void readDoubles(DataInput in, double[] into) throws IOException {
        for (int i = 0; i < into.length; i++) {
            into[i] = in.readDouble();
        }
    }

    static IOException endsEarly(String name, EOFException cause) {
        return new IOException(damaged(name + ": the file ends early").getMessage(), cause);
    }

    static IOException damaged(String problem) {
        return new IOException("damaged evidence: " + problem + "; use a copy of the file, or index again");
    }
}
