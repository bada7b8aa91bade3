package org.featurescope.core.evidence;

import static org.featurescope.core.evidence.DyadicHistogram.MAX_BINS;

import java.util.Arrays;

/**
 * A {@link DyadicHistogram} for each feature. Bin numbers wrap around {@code MAX_BINS} slots, which no two bins in use
 * share because they span fewer. Counts are unsigned 32-bit.
 */
final class HistogramCollector {

    private static final int SLOT_MASK = MAX_BINS - 1;

    private final int features;
    private final int[] counts;
    private final int[] exponent;
    /** 2^-exponent; the product with a float is exact in double, so a value never lands in a neighbouring bin. */
    private final double[] scale;

    private final float[] low;
    private final float[] high;

    HistogramCollector(int features) {
        this.features = features;
        counts = new int[features * MAX_BINS];
        exponent = new int[features];
        scale = new double[features];
        low = new float[features];
        high = new float[features];
        Arrays.fill(exponent, DyadicHistogram.MIN_EXPONENT);
        Arrays.fill(scale, Math.scalb(1.0, -DyadicHistogram.MIN_EXPONENT));
    }

    void accept(ContextTile tile) {
        for (int feature = 0; feature < features; feature++) {
            if (tile.minimum[feature] < low[feature] || tile.maximum[feature] > high[feature]) {
                widen(feature, tile.minimum[feature], tile.maximum[feature]);
            }
        }
        for (int row = 0; row < tile.rows; row++) {
            count(tile.values, row * features);
        }
    }

    private void count(float[] values, int start) {
        for (int feature = 0; feature < features; feature++) {
            double scaled = values[start + feature] * scale[feature];
            int bin = (int) scaled;
            if (scaled < bin) {
                bin--;
            }
            counts[feature * MAX_BINS + (bin & SLOT_MASK)]++;
        }
    }

    /** Lets a feature's bins reach over a range too; what is counted moves into wider bins if need be. */
    private void widen(int feature, float newLow, float newHigh) {
        float lowest = Math.min(low[feature], newLow);
        float highest = Math.max(high[feature], newHigh);
        int wider = DyadicHistogram.exponentFor(lowest, highest, exponent[feature]);
        if (wider > exponent[feature]) {
            rebin(feature, wider);
        }
        low[feature] = lowest;
        high[feature] = highest;
    }

    private void rebin(int feature, int wider) {
        long[] old = counts(feature);
        int firstBin = firstBin(feature);
        Arrays.fill(counts, feature * MAX_BINS, (feature + 1) * MAX_BINS, 0);
        add(feature, old, firstBin, wider - exponent[feature]);
        exponent[feature] = wider;
        scale[feature] = Math.scalb(1.0, -wider);
    }

    void merge(HistogramCollector other) {
        for (int feature = 0; feature < features; feature++) {
            widen(feature, other.low[feature], other.high[feature]);
            int shift = exponent[feature] - other.exponent[feature];
            add(feature, other.counts(feature), other.firstBin(feature), shift);
        }
    }

    /** Adds counts of bins that are 2^shift times narrower than the feature's. */
    private void add(int feature, long[] added, int firstBin, int shift) {
        for (int i = 0; i < added.length; i++) {
            counts[slot(feature, (firstBin + i) >> Math.min(shift, 31))] += (int) added[i];
        }
    }

    DyadicHistogram histogram(int feature) {
        return new DyadicHistogram(exponent[feature], firstBin(feature), counts(feature));
    }

    private int firstBin(int feature) {
        return (int) DyadicHistogram.bin(low[feature], exponent[feature]);
    }

    private long[] counts(int feature) {
        int firstBin = firstBin(feature);
        int lastBin = (int) DyadicHistogram.bin(high[feature], exponent[feature]);
        long[] result = new long[lastBin - firstBin + 1];
        for (int i = 0; i < result.length; i++) {
            result[i] = Integer.toUnsignedLong(counts[slot(feature, firstBin + i)]);
        }
        return result;
    }

    private static int slot(int feature, int bin) {
        return feature * MAX_BINS + (bin & SLOT_MASK);
    }
}
