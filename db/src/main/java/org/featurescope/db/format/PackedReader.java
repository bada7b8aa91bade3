package org.featurescope.db.format;

import java.util.Arrays;
import org.featurescope.core.format.Malformed;

/**
 * Reads what a {@link PackedWriter} wrote. Every method takes the name of what is read, for the complaint, and throws {@link
 * IllegalArgumentException} for bytes that the writer cannot have made.
 */
final class PackedReader {

    private final String format;
    private final byte[] bytes;
    private int offset;

    /** @param format what the bytes are, for complaints */
    PackedReader(String format, byte[] bytes) {
        this.format = format;
        this.bytes = bytes;
    }

    int offset() {
        return offset;
    }

    int remaining() {
        return bytes.length - offset;
    }

    int int8(String what) {
        require(1, what);
        return bytes[offset++];
    }

    float finiteFloat32(String what) {
        float value = Float.intBitsToFloat((int) fixed(Float.BYTES, what));
        if (!Float.isFinite(value)) {
            throw malformed(offset - Float.BYTES, what + " must be finite, got " + value);
        }
        return value;
    }

    /** Perhaps infinite. */
    float float32(String what) {
        float value = Float.intBitsToFloat((int) fixed(Float.BYTES, what));
        if (Float.isNaN(value)) {
            throw malformed(offset - Float.BYTES, what + " must be a number, got NaN");
        }
        return value;
    }

    double finiteFloat64(String what) {
        double value = Double.longBitsToDouble(fixed(Double.BYTES, what));
        if (!Double.isFinite(value)) {
            throw malformed(offset - Double.BYTES, what + " must be finite, got " + value);
        }
        return value;
    }

    private long fixed(int count, String what) {
        require(count, what);
        long bits = 0;
        for (int i = 0; i < count; i++) {
            bits |= (bytes[offset++] & 0xffL) << 8 * i;
        }
        return bits;
    }

    long varint(String what) {
        return varint(Long.MAX_VALUE, what);
    }

    long varint(long limit, String what) {
        int start = offset;
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int read = int8(what) & 0xff;
            value |= (long) (read & 0x7f) << shift;
            if (read < 0x80) {
                return checked(value, limit, shift > 0 && read == 0, start, what);
            }
        }
        throw malformed(start, what + " must be below 2^63");
    }

    private long checked(long value, long limit, boolean padded, int start, String what) {
        if (padded) {
            throw malformed(start, what + " is written in more bytes than it needs");
        }
        if (value > limit) {
            throw malformed(start, what + " must be at most " + limit + ", got " + value);
        }
        return value;
    }

    /** A number of 31 bits. */
    int int31(String what) {
        return (int) varint(Integer.MAX_VALUE, what);
    }

    /** How many things follow, each of which takes some bytes: a number that does not fit is refused before memory is taken. */
    int count(int leastBytesOfEach, String what) {
        int start = offset;
        long count = varint(what);
        if (count > remaining() / leastBytesOfEach) {
            throw malformed(start, what + " " + count + " is more than the bytes that follow can hold");
        }
        return (int) count;
    }

    int zigzag(String what) {
        long zigzag = varint((1L << 32) - 1, what);
        return (int) (zigzag >>> 1) ^ -(int) (zigzag & 1);
    }

    /** 0 or 1. */
    boolean flag(String what) {
        int flag = int8(what);
        if (flag != 0 && flag != 1) {
            throw malformed(offset - 1, what + " must be 0 or 1, got " + flag);
        }
        return flag == 1;
    }

    byte[] countedBytes(String what) {
        return bytes(count(1, "length of " + what));
    }

    /** @param count at most {@link #remaining} */
    byte[] bytes(int count) {
        offset += count;
        return Arrays.copyOfRange(bytes, offset - count, offset);
    }

    private void require(int count, String what) {
        if (remaining() < count) {
            throw malformed(bytes.length, "ends within " + what);
        }
    }

    void requireEnd(String last) {
        if (remaining() > 0) {
            throw malformed(offset, remaining() + " bytes after " + last);
        }
    }

    IllegalArgumentException malformed(int at, String problem) {
        return Malformed.at(format, at, problem);
    }
}
