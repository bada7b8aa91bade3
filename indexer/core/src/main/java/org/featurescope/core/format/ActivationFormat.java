package org.featurescope.core.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

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
 *   <li>5, dense: a step, the largest magnitude / 2,047 as a 32-bit float; then each value as a signed multiple of it in 12
 *       bits, two in three bytes: the lower eight bits of the first, its upper four below the lower four of the second, the
 *       upper eight of that. The four bits behind an odd number of values are 0.
 *   <li>6, listed, for up to 65,536 values, some of which are not known: pairs of (unsigned 16-bit position, 32-bit float),
 *       positions ascending; what is not listed is not known, and is not 0. Imports alone have such.
 * </ul>
 *
 * <p>Halves are rounded to nearest even: within 2<sup>-11</sup> of the value from 2<sup>-14</sup> (6.1e-5) on, within
 * 2<sup>-25</sup> (3e-8) absolutely below. Multiples of a step are within half a step, 1/4,094 of the largest magnitude: more
 * exact than halves near the largest, less exact far below it. What rounds to zero is zero; there is no negative zero.
 *
 * <p>Among 1, 2, 3 and 5 the smallest is chosen; of equal ones 1, and 5 last. So sparse activations keep the precision of halves,
 * and dense ones of ten values and more are multiples of a step.
 */
public final class ActivationFormat {
    private static final byte DENSE_HALF = 1;
    private static final byte SPARSE_SHORT = 2;
    private static final byte SPARSE_LONG = 3;
    private static final byte DENSE_FLOAT = 4;
    private static final byte DENSE_STEPS = 5;
    private static final byte LISTED = 6;

    /** The largest multiple of a step that twelve bits hold; -2048 is not used. */
    private static final int MOST_STEPS = 2047;

    /** Beyond half a step: the 32-bit floats of step and value are rounded too, by less than 2^-12 of a step. */
    private static final float STEP_ERROR = 0.5f + 0x1p-12f;

    private static final int MAGNITUDE = 0x7fff_ffff;

    /** The bits of 2^-25, the largest magnitude that is 0 as a half. */
    private static final int ZERO_AS_HALF = 0x3300_0000;

    private static final int SPARSE_SHORT_LIMIT = 1 << 8;
    private static final int SPARSE_LONG_LIMIT = 1 << 16;
    private static final int LISTED_BYTES = Short.BYTES + Float.BYTES;

    private ActivationFormat() {}

    /** @throws IllegalArgumentException for NaN and infinities */
    public static byte[] encode(float[] activations) {
        return encode(activations, activations.length);
    }

    /**
     * @param length how many of the activations, from the first on
     * @throws IllegalArgumentException for NaN and infinities
     */
    public static byte[] encode(float[] activations, int length) {
        int largestBits = 0;
        int pairs = 0; // that are not 0 as halves
        for (int i = 0; i < length; i++) {
            int bits = Float.floatToRawIntBits(activations[i]) & MAGNITUDE;
            largestBits = Math.max(largestBits, bits);
            pairs += (ZERO_AS_HALF - bits) >>> 31;
        }
        return switch (codec(length, pairs, largestBits)) {
            case DENSE_FLOAT -> denseFloats(activations, length);
            case DENSE_STEPS -> denseSteps(activations, length, Float.intBitsToFloat(largestBits) / MOST_STEPS);
            case DENSE_HALF -> denseHalves(activations, length);
            default -> sparseHalves(activations, length, pairs);
        };
    }

    /**
     * The same bytes as {@link #encode(float[], int)} gives for activations that are 0 but at some positions.
     *
     * @param positions ascending; the first {@code count} of them count, as of the values
     * @param length of the whole context
     * @throws IllegalArgumentException for NaN and infinities
     */
    public static byte[] encode(int[] positions, float[] values, int count, int length) {
        int largestBits = 0;
        int pairs = 0;
        for (int i = 0; i < count; i++) {
            int bits = Float.floatToRawIntBits(values[i]) & MAGNITUDE;
            largestBits = Math.max(largestBits, bits);
            pairs += (ZERO_AS_HALF - bits) >>> 31;
        }
        byte codec = codec(length, pairs, largestBits);
        if (codec != SPARSE_SHORT && codec != SPARSE_LONG) {
            float[] all = new float[length];
            for (int i = 0; i < count; i++) {
                all[positions[i]] = values[i];
            }
            return encode(all, length);
        }
        ByteBuffer out = sparseBuffer(codec, pairs);
        for (int i = 0; i < count; i++) {
            putPair(out, codec, positions[i], half(values[i]));
        }
        return out.array();
    }

    /**
     * The bytes of activations of which some may not be known.
     *
     * @param activations NaN: not known
     * @throws IllegalArgumentException for infinities, and where some of more than 65,536 values are not known
     */
    public static byte[] encodeKnown(float[] activations) {
        int known = 0;
        for (float activation : activations) {
            known += Float.isNaN(activation) ? 0 : 1;
        }
        if (known == activations.length) {
            return encode(activations);
        }
        if (activations.length > SPARSE_LONG_LIMIT) {
            throw new IllegalArgumentException("a context of which not all activations are known must have at most "
                    + SPARSE_LONG_LIMIT + " values, got " + activations.length);
        }
        ByteBuffer out = buffer(LISTED, known * LISTED_BYTES);
        for (int i = 0; i < activations.length; i++) {
            if (!Float.isNaN(activations[i])) {
                requireFinite(activations[i], i);
                out.putShort((short) i).putFloat(activations[i]);
            }
        }
        return out.array();
    }

    /** The one with which the bytes are fewest. */
    private static byte codec(int length, int pairs, int largestBits) {
        if (!(Float.intBitsToFloat(largestBits) <= HalfFloat.MAX_VALUE)) {
            return DENSE_FLOAT;
        }
        byte sparse = length <= SPARSE_SHORT_LIMIT ? SPARSE_SHORT : SPARSE_LONG;
        long sparseBytes = length <= SPARSE_LONG_LIMIT ? (long) pairs * pairBytes(sparse) : Long.MAX_VALUE;
        long denseBytes = length * 2L;
        if (pairs > 0 && Float.BYTES + stepBytes(length) < Math.min(sparseBytes, denseBytes)) {
            return DENSE_STEPS;
        }
        return sparseBytes < denseBytes ? sparse : DENSE_HALF;
    }

    private static int pairBytes(int sparseCodec) {
        return sparseCodec == SPARSE_SHORT ? 3 : 4;
    }

    private static void requireFinite(float[] activations, int length) {
        for (int i = 0; i < length; i++) {
            requireFinite(activations[i], i);
        }
    }

    private static void requireFinite(float activation, int position) {
        if (!Float.isFinite(activation)) {
            throw new IllegalArgumentException(
                    "activation must be finite, got " + activation + " at position " + position);
        }
    }

    /**
     * How exact the values are that {@link #decode} gives.
     *
     * @throws IllegalArgumentException for bytes that begin with no codec
     */
    public static ActivationPrecision precision(byte[] bytes) {
        return switch (codec(bytes)) {
            case DENSE_HALF, SPARSE_SHORT, SPARSE_LONG -> ActivationPrecision.HALF;
            case DENSE_FLOAT, LISTED -> ActivationPrecision.EXACT;
            case DENSE_STEPS -> new ActivationPrecision(step(payload(bytes)) * STEP_ERROR, 0);
            default -> throw unknown(codec(bytes));
        };
    }

    private static long stepBytes(int values) {
        return (values * 3L + 1) / 2;
    }

    /**
     * @param length number of values, the context's number of token ids
     * @return {@code length} values; NaN: not known, which bytes of codec 6 alone have
     * @throws IllegalArgumentException for bytes that {@link #encode} and {@link #encodeKnown} cannot have made from {@code length} values
     */
    public static float[] decode(byte[] bytes, int length) {
        if (length < 0) {
            throw new IllegalArgumentException("length must be >= 0, got " + length);
        }
        int codec = codec(bytes);
        ByteBuffer in = payload(bytes);
        return switch (codec) {
            case DENSE_HALF -> readDenseHalves(in, length);
            case SPARSE_SHORT, SPARSE_LONG -> readSparseHalves(in, length, codec);
            case DENSE_FLOAT -> readDenseFloats(in, length);
            case DENSE_STEPS -> readDenseSteps(in, length);
            case LISTED -> readListed(in, length);
            default -> throw unknown(codec);
        };
    }

    private static int codec(byte[] bytes) {
        return bytes.length == 0 ? 0 : bytes[0];
    }

    private static ByteBuffer payload(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(Math.min(1, bytes.length));
    }

    private static IllegalArgumentException unknown(int codec) {
        return malformed(0, "codec must be 1, 2, 3, 4, 5 or 6, got " + codec);
    }

    private static byte[] denseFloats(float[] activations, int length) {
        requireFinite(activations, length);
        ByteBuffer out = buffer(DENSE_FLOAT, length * Float.BYTES);
        for (int i = 0; i < length; i++) {
            out.putFloat(activations[i]);
        }
        return out.array();
    }

    private static byte[] denseHalves(float[] activations, int length) {
        ByteBuffer out = buffer(DENSE_HALF, length * Short.BYTES);
        for (int i = 0; i < length; i++) {
            out.putShort(half(activations[i]));
        }
        return out.array();
    }

    /** Without a negative zero. */
    private static short half(float activation) {
        short half = HalfFloat.fromFloat(activation);
        return (half & 0x7fff) == 0 ? 0 : half;
    }

    private static byte[] denseSteps(float[] activations, int length, float step) {
        byte[] out = buffer(DENSE_STEPS, Float.BYTES + (int) stepBytes(length))
                .putFloat(step)
                .array();
        double perStep = 1.0 / step;
        int at = 1 + Float.BYTES;
        for (int i = 0; i + 1 < length; i += 2) {
            int two = steps(activations[i], perStep) & 0xfff | steps(activations[i + 1], perStep) << 12;
            out[at] = (byte) two;
            out[at + 1] = (byte) (two >> 8);
            out[at + 2] = (byte) (two >> 16);
            at += 3;
        }
        if (length % 2 != 0) {
            int last = steps(activations[length - 1], perStep);
            out[at] = (byte) last;
            out[at + 1] = (byte) (last >> 8 & 0xf);
        }
        return out;
    }

    /** To the nearest; {@code Math.round} takes several times as long. */
    private static int steps(float activation, double perStep) {
        return (int) Math.floor(activation * perStep + 0.5);
    }

    private static byte[] sparseHalves(float[] activations, int length, int pairs) {
        byte codec = length <= SPARSE_SHORT_LIMIT ? SPARSE_SHORT : SPARSE_LONG;
        ByteBuffer out = sparseBuffer(codec, pairs);
        for (int i = 0; i < length; i++) {
            putPair(out, codec, i, half(activations[i]));
        }
        return out.array();
    }

    private static ByteBuffer sparseBuffer(byte codec, int pairs) {
        return buffer(codec, pairs * pairBytes(codec));
    }

    /** Unless the half is 0. */
    private static void putPair(ByteBuffer out, byte codec, int position, short half) {
        if (half == 0) {
            return;
        }
        if (codec == SPARSE_SHORT) {
            out.put((byte) position);
        } else {
            out.putShort((short) position);
        }
        out.putShort(half);
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

    private static float[] readDenseSteps(ByteBuffer in, int length) {
        float step = step(in);
        if (in.remaining() != stepBytes(length)) {
            throw malformed(
                    in.limit(),
                    length + " values of 12 bits expected after the step, got " + in.remaining() + " bytes");
        }
        float[] activations = new float[length];
        for (int i = 0; i < length; i += 2) {
            int low = in.get() & 0xff;
            int middle = in.get() & 0xff;
            activations[i] = activation(low | middle << 8, step, in);
            if (i + 1 < length) {
                activations[i + 1] = activation(middle >> 4 | (in.get() & 0xff) << 4, step, in);
            } else if (middle > 0xf) {
                throw malformed(in.position() - 1, "the bits behind the last value must be 0");
            }
        }
        return activations;
    }

    private static float step(ByteBuffer in) {
        float step = in.remaining() < Float.BYTES ? 0 : in.getFloat();
        if (!(step > 0 && step <= HalfFloat.MAX_VALUE)) {
            throw malformed(1, "step must be above 0 and at most 65504, got " + step);
        }
        return step;
    }

    /** @param bits whose lower twelve are a signed number of steps */
    private static float activation(int bits, float step, ByteBuffer in) {
        int steps = bits << 20 >> 20;
        if (steps < -MOST_STEPS) {
            throw malformed(in.position() - 1, "a value must be at least -2047 steps, got " + steps);
        }
        return (float) ((double) steps * step);
    }

    private static float[] readSparseHalves(ByteBuffer in, int length, int codec) {
        int pairBytes = pairBytes(codec);
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
            previous = requireAscending(position, previous, length, offset);
            activations[position] = nonZeroHalf(in);
        }
        return activations;
    }

    private static float[] readListed(ByteBuffer in, int length) {
        if (length > SPARSE_LONG_LIMIT) {
            throw malformed(0, "codec " + LISTED + " does not hold " + length + " values");
        }
        if (in.remaining() % LISTED_BYTES != 0) {
            throw malformed(in.limit(), "ends within a pair of " + LISTED_BYTES + " bytes");
        }
        float[] activations = new float[length];
        Arrays.fill(activations, Float.NaN);
        int previous = -1;
        while (in.hasRemaining()) {
            int offset = in.position();
            previous = requireAscending(in.getShort() & 0xffff, previous, length, offset);
            activations[previous] = finite(in.getFloat(), offset + Short.BYTES);
        }
        return activations;
    }

    private static int requireAscending(int position, int previous, int length, int offset) {
        if (position <= previous || position >= length) {
            throw malformed(
                    offset,
                    "positions must ascend and be below " + length + ", got " + position + " after " + previous);
        }
        return position;
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
