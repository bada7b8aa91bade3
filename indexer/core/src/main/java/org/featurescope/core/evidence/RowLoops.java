package org.featurescope.core.evidence;

/**
 * The loops over all features at one token. Each is written so that HotSpot compiles it to vector instructions, which it does for
 * arrays that are all read and written at the loop's own index, without an offset, and for {@code float} but not {@code int}
 * maxima. Beside that, a loop over the same values is four to eight times slower; {@code EvidenceBenchmark} shows it.
 */
final class RowLoops {

    /** Index of the key of a value from 0 to the first bin's upper bound. */
    static final int KEY_OF_ZERO = 512;

    /** Keys are below it. */
    static final int KEYS = 1024;

    /** Bits of the significand that tell bins apart: 64 bins in the highest octave. */
    private static final int KEY_BITS = 6;

    private static final int KEY_SHIFT = 23 - KEY_BITS;
    private static final int FLOAT_BIAS = 127;
    private static final int MAGNITUDE = 0x7FFF_FFFF;

    private RowLoops() {}

    static void reduce(float[] row, float[] sum, float[] maximum, float[] minimum) {
        for (int i = 0; i < row.length; i++) {
            sum[i] += row[i];
            maximum[i] = Math.max(maximum[i], row[i]);
            minimum[i] = Math.min(minimum[i], row[i]);
        }
    }

    static void max(float[] values, float[] maximum) {
        for (int i = 0; i < values.length; i++) {
            maximum[i] = Math.max(maximum[i], values[i]);
        }
    }

    static void min(float[] values, float[] minimum) {
        for (int i = 0; i < values.length; i++) {
            minimum[i] = Math.min(minimum[i], values[i]);
        }
    }

    /**
     * Adds distances {@code scale·(value - origin)} and their squares. The four powers take two loops: one is too long.
     *
     * @param distances receives them
     */
    static void addDistances(
            float[] row, float[] origin, float[] scale, float[] distances, float[] sum1, float[] sum2) {
        for (int i = 0; i < row.length; i++) {
            float d = (row[i] - origin[i]) * scale[i];
            distances[i] = d;
            sum1[i] += d;
            sum2[i] += d * d;
        }
    }

    /** Adds their third and fourth powers. */
    static void addHighPowers(float[] distances, float[] sum3, float[] sum4) {
        for (int i = 0; i < distances.length; i++) {
            float square = distances[i] * distances[i];
            sum3[i] += square * distances[i];
            sum4[i] += square * square;
        }
    }

    /** Counts the values above 0. */
    static void countAbove0(int[] bits, int[] counts) {
        for (int i = 0; i < bits.length; i++) {
            counts[i] += (-bits[i] & ~bits[i]) >>> 31;
        }
    }

    /**
     * Keys that tell in which bin of a {@link DyadicHistogram} values are, by integer arithmetic on their bits: exponent and
     * first bits of the significand, counted from the bin width on. A negative number stands for the one just above it, with
     * all bits of the key turned over, so that it is rounded down; -0 is 0.
     *
     * @param base for each value {@link #keyBase} of the bin width's exponent
     * @param keys receives a key from 0 to {@link #KEYS} for each, {@link #KEY_OF_ZERO} for those in bin 0
     */
    static void keys(int[] bits, int[] base, int[] keys) {
        for (int i = 0; i < bits.length; i++) {
            int magnitude = bits[i] & MAGNITUDE;
            int sign = (bits[i] & -magnitude) >> 31;
            int key = (magnitude + sign >> KEY_SHIFT) - base[i];
            keys[i] = (key & ~(key >> 31) ^ sign) + KEY_OF_ZERO;
        }
    }

    /** One below the first key of bin 1. */
    static int keyBase(int exponent) {
        return (exponent + FLOAT_BIAS << KEY_BITS) - 1;
    }

    /** Which bin a key stands for, as the last seven bits of its number. */
    static byte[] binsOfKeys() {
        byte[] bins = new byte[KEYS];
        int most = 7 << KEY_BITS;
        for (int key = 0; key <= most; key++) {
            int octave = key - 1 >> KEY_BITS;
            int significand = 1 << KEY_BITS | key - 1 & (1 << KEY_BITS) - 1;
            int bin = key == 0 ? 0 : significand >> KEY_BITS - octave;
            bins[KEY_OF_ZERO + key] = (byte) bin;
            bins[KEY_OF_ZERO + ~key] = (byte) (~bin & DyadicHistogram.MAX_BINS - 1);
        }
        return bins;
    }
}
