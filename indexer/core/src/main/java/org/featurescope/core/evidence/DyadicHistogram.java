package org.featurescope.core.evidence;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Counts in equal bins whose width is a power of two. Bin {@code i} holds values from {@code (firstBin + i)·2^exponent}
 * (included) to {@code (firstBin + i + 1)·2^exponent}. The width is the smallest with which at most {@link #MAX_BINS}
 * bins reach from the smallest value (or 0) to the largest (or 0), so it depends on the values alone; and since two
 * bins of one width are one bin of the next, counts stay exact while the width grows.
 *
 * @param exponent binary logarithm of the bin width
 * @param firstBin number of the first bin; bin 0 begins at 0
 * @param counts one for each bin, none below 0
 */
public record DyadicHistogram(int exponent, int firstBin, long[] counts) {

    public static final int MAX_BINS = 128;

    /** The narrowest bins: 2⁻⁴⁰ ≈ 10⁻¹². */
    static final int MIN_EXPONENT = -40;

    public DyadicHistogram {
        if (counts.length < 1 || counts.length > MAX_BINS) {
            throw new IllegalArgumentException(
                    "a histogram must have 1 to " + MAX_BINS + " bins, got " + counts.length);
        }
        for (long count : counts) {
            if (count < 0) {
                throw new IllegalArgumentException("the counts of a histogram must be >= 0, got " + count);
            }
        }
        counts = counts.clone();
    }

    @Override
    public long[] counts() {
        return counts.clone();
    }

    /** @param values finite */
    public static DyadicHistogram of(float[] values) {
        float low = 0;
        float high = 0;
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        int exponent = exponentFor(low, high, MIN_EXPONENT);
        int firstBin = (int) bin(low, exponent);
        long[] counts = new long[(int) bin(high, exponent) - firstBin + 1];
        double unit = Math.scalb(1.0, -exponent);
        for (float value : values) {
            counts[(int) Math.floor(value * unit) - firstBin]++;
        }
        return new DyadicHistogram(exponent, firstBin, counts);
    }

    /** The smallest exponent, from a given one on, with which the bins from {@code low} to {@code high} suffice. */
    static int exponentFor(float low, float high, int from) {
        int exponent = from;
        while (bin(high, exponent) - bin(low, exponent) >= MAX_BINS) {
            exponent++;
        }
        return exponent;
    }

    /** The number of the bin that holds a value: whole, and exact up to 2⁵³. */
    static double bin(float value, int exponent) {
        return Math.floor(value * Math.scalb(1.0, -exponent));
    }

    /** The ends of the bins, ascending, one more than there are bins; exact. */
    public double[] edges() {
        double[] edges = new double[counts.length + 1];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = Math.scalb((double) firstBin + i, exponent);
        }
        return edges;
    }

    public long total() {
        return LongStream.of(counts).sum();
    }

    /** What is counted in the bins from a number on, which counts as {@link #firstBin} does. */
    public long tokensFrom(int bin) {
        return LongStream.of(counts).skip(Math.max(0, bin - firstBin)).sum();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DyadicHistogram that
                && exponent == that.exponent
                && firstBin == that.firstBin
                && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * exponent + firstBin) + Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "bins of 2^" + exponent + " from number " + firstBin + ": " + Arrays.toString(counts);
    }
}
