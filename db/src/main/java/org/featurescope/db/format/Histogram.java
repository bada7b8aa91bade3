package org.featurescope.db.format;

import java.util.Arrays;

/**
 * Counts in bins of equal width, a power of two: bin {@code i} covers
 * [({@code firstBin} + i)·2<sup>exponent</sup>, ({@code firstBin} + i + 1)·2<sup>exponent</sup>), in raw activations.
 * Such histograms of different widths merge without a remainder.
 *
 * @param exponent of the bin width, -128 … 127
 * @param firstBin number of the first bin; bin 0 starts at 0
 * @param counts tokens in each bin, each >= 0; at most {@link #MAX_BINS}, none for a feature that saw no token
 */
public record Histogram(int exponent, int firstBin, long[] counts) {
    /** The most bins a histogram may have. */
    public static final int MAX_BINS = 128;

    public Histogram {
        if (exponent < Byte.MIN_VALUE || exponent > Byte.MAX_VALUE) {
            throw new IllegalArgumentException("exponent must be in -128 … 127, got " + exponent);
        }
        if (counts.length > MAX_BINS) {
            throw new IllegalArgumentException("bins must be at most " + MAX_BINS + ", got " + counts.length);
        }
        if ((long) firstBin + counts.length > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("last bin must be below 2^31, got firstBin " + firstBin);
        }
        for (long count : counts) {
            if (count < 0) {
                throw new IllegalArgumentException("count must be >= 0, got " + count);
            }
        }
        counts = counts.clone();
    }

    /** The ends of the bins, ascending, one more than there are bins; exact. */
    public double[] edges() {
        double[] edges = new double[counts.length + 1];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = Math.scalb((double) firstBin + i, exponent);
        }
        return edges;
    }

    @Override
    public long[] counts() {
        return counts.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Histogram that
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
        return "Histogram[exponent=" + exponent + ", firstBin=" + firstBin + ", counts=" + Arrays.toString(counts)
                + "]";
    }
}
