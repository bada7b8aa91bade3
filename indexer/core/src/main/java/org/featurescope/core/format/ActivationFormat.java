package org.featurescope.core.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Raw activations of one feature on one context, one value for each token id, special tokens included (theirs is 0).
 *
 * <p>Byte 0 is the codec; the number of values is not stored, the context's token ids say it. All little-endian.
 *
 * <ul>
 *   <li>1, dense: each value as a half float.
 *   <li>2, sparse, for up to 256 values: pairs of (unsigned byte position, half), positions ascending, non-zero values only.
 *   <li>3, sparse, for 257 to 65,536 values: pairs of (unsigned 16-bit position, half), likewise.
 *   <li>4, dense: each value as a 32-bit float; used when, and only when, some magnitude exceeds 65,504.
 * </ul>
 *
 * <p>Halves are rounded to nearest even: within 2<sup>-11</sup> of the value from 2<sup>-14</sup> (6.1e-5) on, within
 * 2<sup>-25</sup> (3e-8) absolutely below. What rounds to zero is zero; there is no negative zero. Among 1, 2 and 3 the
 * smallest is chosen, dense when equal.
 */
public final class ActivationFormat {
    private static final byte DENSE_HALF = 1;
    private static final byte SPARSE_SHORT = 2;
    private static final byte SPARSE_LONG = 3;
    private static final byte DENSE_FLOAT = 4;

    private static final int SPARSE_SHORT_LIMIT = 1 << 8;
    private static final int SPARSE_LONG_LIMIT = 1 << 16;

    private ActivationFormat() {}

    /** @throws IllegalArgumentException for NaN and infinities */
    public static byte[] encode(float[] activations) {
        if (largestMagnitude(activations) > HalfFloat.MAX_VALUE) {
            return denseFloats(activations);
        }
        short[] halves = halves(activations);
        int pairBytes = halves.length <= SPARSE_SHORT_LIMIT ? 3 : 4;
        int pairs = countNonZero(halves);
        boolean sparse = halves.length <= SPARSE_LONG_LIMIT && pairs * (long) pairBytes < halves.length * 2L;
        return sparse ? sparseHalves(halves, pairs, pairBytes) : denseHalves(halves);
    }

    /**
     * @param length number of values, the context's number of token ids
     * @return {@code length} values
     * @throws IllegalArgumentException for bytes that {@link #encode} cannot have made from {@code length} values
     */
    public static float[] decode(byte[] bytes, int length) {
        if (length < 0) {
            throw new IllegalArgumentException("length must be >= 0, got " + length);
        }
        int codec = bytes.length == 0 ? 0 : bytes[0];
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(Math.min(1, bytes.length));
        return switch (codec) {
            case DENSE_HALF -> readDenseHalves(in, length);
            case SPARSE_SHORT, SPARSE_LONG -> readSparseHalves(in, length, codec);
            case DENSE_FLOAT -> readDenseFloats(in, length);
            default -> throw malformed(0, "codec must be 1, 2, 3 or 4, got " + codec);
        };
    }

    private static float largestMagnitude(float[] activations) {
        float largest = 0;
        for (int i = 0; i < activations.length; i++) {
            if (!Float.isFinite(activations[i])) {
                throw new IllegalArgumentException(
                        "activation must be finite, got " + activations[i] + " at position " + i);
            }
            largest = Math.max(largest, Math.abs(activations[i]));
        }
        return largest;
    }

    private static short[] halves(float[] activations) {
        short[] halves = new short[activations.length];
        for (int i = 0; i < halves.length; i++) {
            short half = HalfFloat.fromFloat(activations[i]);
            halves[i] = isZero(half) ? 0 : half;
        }
        return halves;
    }

    private static boolean isZero(short half) {
        return (half & 0x7fff) == 0;
    }

    private static int countNonZero(short[] halves) {
        int count = 0;
        for (short half : halves) {
            count += half == 0 ? 0 : 1;
        }
        return count;
    }

    private static byte[] denseFloats(float[] activations) {
        ByteBuffer out = buffer(DENSE_FLOAT, activations.length * Float.BYTES);
        for (float activation : activations) {
            out.putFloat(activation);
        }
        return out.array();
    }

    private static byte[] denseHalves(short[] halves) {
        ByteBuffer out = buffer(DENSE_HALF, halves.length * Short.BYTES);
        for (short half : halves) {
            out.putShort(half);
        }
        return out.array();
    }

    private static byte[] sparseHalves(short[] halves, int pairs, int pairBytes) {
        ByteBuffer out = buffer(pairBytes == 3 ? SPARSE_SHORT : SPARSE_LONG, pairs * pairBytes);
        for (int i = 0; i < halves.length; i++) {
            if (halves[i] != 0) {
                if (pairBytes == 3) {
                    out.put((byte) i);
                } else {
                    out.putShort((short) i);
                }
                out.putShort(halves[i]);
            }
        }
        return out.array();
    }

    private static ByteBuffer buffer(byte codec, int payloadBytes) {
        return ByteBuffer.allocate(1 + payloadBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(codec);
    }

    private static float[] readDenseHalves(ByteBuffer in, int length) {
        requireRemaining(in, length, Short.BYTES);
        float[] activations = new float[length];
        for (int i = 0; i < length; i++) {
            activations[i] = finiteHalf(in);
        }
        return activations;
    }

    private static float[] readDenseFloats(ByteBuffer in, int length) {
        requireRemaining(in, length, Float.BYTES);
        float[] activations = new float[length];
        for (int i = 0; i < length; i++) {
            activations[i] = finite(in.getFloat(), in.position() - Float.BYTES);
        }
        return activations;
    }

    private static float[] readSparseHalves(ByteBuffer in, int length, int codec) {
        int pairBytes = codec == SPARSE_SHORT ? 3 : 4;
        if (length > SPARSE_LONG_LIMIT || (length <= SPARSE_SHORT_LIMIT) != (codec == SPARSE_SHORT)) {
            throw malformed(0, "codec " + codec + " does not hold " + length + " values");
        }
        if (in.remaining() % pairBytes != 0) {
            throw malformed(in.limit(), "ends within a pair of " + pairBytes + " bytes");
        }
        float[] activations = new float[length];
        int previous = -1;
        while (in.hasRemaining()) {
            int offset = in.position();
            int position = codec == SPARSE_SHORT ? in.get() & 0xff : in.getShort() & 0xffff;
            if (position <= previous || position >= length) {
                throw malformed(
                        offset,
                        "positions must ascend and be below " + length + ", got " + position + " after " + previous);
            }
            activations[position] = nonZeroHalf(in);
            previous = position;
        }
        return activations;
    }

    private static float nonZeroHalf(ByteBuffer in) {
        float value = finiteHalf(in);
        if (value == 0) {
            throw malformed(in.position() - Short.BYTES, "a sparse value must not be 0");
        }
        return value;
    }

    private static float finiteHalf(ByteBuffer in) {
        return finite(HalfFloat.toFloat(in.getShort()), in.position() - Short.BYTES);
    }

    private static float finite(float value, int offset) {
        if (!Float.isFinite(value)) {
            throw malformed(offset, "value must be finite, got " + value);
        }
        return value;
    }

    private static void requireRemaining(ByteBuffer in, int length, int valueBytes) {
        if (in.remaining() != (long) length * valueBytes) {
            throw malformed(
                    in.limit(),
                    length + " values of " + valueBytes + " bytes expected after the codec, got " + in.remaining()
                            + " bytes");
        }
    }

    private static IllegalArgumentException malformed(int offset, String problem) {
        return Malformed.at("activations", offset, problem);
    }
}
