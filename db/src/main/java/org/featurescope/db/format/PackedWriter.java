package org.featurescope.db.format;

import java.util.Arrays;

/** Writes numbers one after the other into bytes that grow. */
final class PackedWriter {

    private byte[] bytes;
    private int length;

    PackedWriter() {
        this(256);
    }

    /** @param room for so many bytes at first */
    PackedWriter(int room) {
        bytes = new byte[room];
    }

    int length() {
        return length;
    }

    void int8(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    /** Little-endian. */
    void float32(float value) {
        fixed(Float.floatToRawIntBits(value), Float.BYTES);
    }

    /** Little-endian. */
    void float64(double value) {
        fixed(Double.doubleToRawLongBits(value), Double.BYTES);
    }

    private void fixed(long bits, int count) {
        reserve(count);
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) (bits >>> 8 * i);
        }
    }

    /** Unsigned LEB128 in as few bytes as it needs. @throws IllegalArgumentException for a value below 0 */
    void varint(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("a packed number must be >= 0, got " + value);
        }
        reserve(9);
        long rest = value;
        while (rest > 0x7f) {
            bytes[length++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** 0, -1, 1, -2 … as 0, 1, 2, 3 …. */
    void zigzag(int value) {
        varint((value << 1 ^ value >> 31) & 0xffff_ffffL);
    }

    void bytes(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    /** With their number in front. */
    void countedBytes(byte[] value) {
        varint(value.length);
        bytes(value);
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }
}
