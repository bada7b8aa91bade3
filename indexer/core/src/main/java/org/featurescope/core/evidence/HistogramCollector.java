package org.featurescope.core.evidence;

import static org.featurescope.core.evidence.DyadicHistogram.MAX_BINS;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A {@link DyadicHistogram} for each feature. Bin numbers wrap around {@code MAX_BINS} slots, which no two bins in use
 * share because they span fewer. Counts are unsigned 32-bit. Counts the tokens above 0 by the way.
 */
final class HistogramCollector implements TileCollector<HistogramCollector> {

    private static final int SLOT_MASK = MAX_BINS - 1;
    /** Bias of a float's exponent, plus the 23 bits of its significand behind the point. */
    private static final int UNIT_BIAS = 127 + 23;

    private final int features;
    private final int[] counts;
    private final int[] exponent;
    /** The biased exponent of a float whose significand, as an integer, counts bins. */
    private final int[] unitExponent;
    /** Tokens above 0, unsigned. */
    private final int[] active;

    /** Features that are not 0 throughout the context at hand, the first {@code nonZeros} of them. */
    private final int[] nonZero;

    private int nonZeros;
    private final float[] low;
    private final float[] high;

    HistogramCollector(int features) {
        this.features = features;
        counts = new int[features * MAX_BINS];
        exponent = new int[features];
        unitExponent = new int[features];
        active = new int[features];
        nonZero = new int[features];
        low = new float[features];
        high = new float[features];
        for (int feature = 0; feature < features; feature++) {
            setExponent(feature, DyadicHistogram.MIN_EXPONENT);
        }
    }

    @Override
    public void accept(ContextTile tile) {
        for (int feature = 0; feature < features; feature++) {
            if (tile.minimum[feature] < low[feature] || tile.maximum[feature] > high[feature]) {
                widen(feature, tile.minimum[feature], tile.maximum[feature]);
            }
        }
        if (2 * findNonZero(tile) > features) {
            for (int row = 0; row < tile.rows; row++) {
                count(tile.values, row * features);
            }
        } else {
            countSparse(tile);
        }
    }

    /** Most latents of an SAE are 0 throughout a context. */
    private int findNonZero(ContextTile tile) {
        nonZeros = 0;
        for (int feature = 0; feature < features; feature++) {
            if (tile.minimum[feature] != 0 || tile.maximum[feature] != 0) {
                nonZero[nonZeros++] = feature;
            }
        }
        return nonZeros;
    }

    /** The same counts: every 0 falls into bin 0. */
    private void countSparse(ContextTile tile) {
        for (int feature = 0; feature < features; feature++) {
            counts[feature * MAX_BINS] += tile.rows;
        }
        for (int i = 0; i < nonZeros; i++) {
            int feature = nonZero[i];
            counts[feature * MAX_BINS] -= tile.rows;
            for (int row = 0; row < tile.rows; row++) {
                count(tile.values[row * features + feature], feature);
            }
        }
    }

    private void count(float[] values, int start) {
        for (int feature = 0; feature < features; feature++) {
            count(values[start + feature], feature);
        }
    }

    /**
     * Integer arithmetic on the bits of a float: its 24-bit significand, shifted until the bin width is the unit, is the
     * bin number. That is exact, and has no branch that could be mispredicted. A negative number is shifted as
     * {@code ~(m - 1)}, which rounds down.
     */
    private void count(float value, int feature) {
        int bits = Float.floatToRawIntBits(value + 0f); // makes -0 a 0
        int sign = bits >> 31;
        int significand = (bits & 0x7F_FFFF) | 0x80_0000;
        int shift = Math.min(unitExponent[feature] - (bits >>> 23 & 0xFF), 31);
        int bin = ((significand + sign) >>> shift) ^ sign;
        counts[feature * MAX_BINS + (bin & SLOT_MASK)]++;
        active[feature] += (-bits & ~bits) >>> 31; // 1 above 0
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
        setExponent(feature, wider);
    }

    private void setExponent(int feature, int value) {
        exponent[feature] = value;
        unitExponent[feature] = value + UNIT_BIAS;
    }

    @Override
    public void merge(HistogramCollector other, int[] labels) {
        for (int feature = 0; feature < features; feature++) {
            active[feature] += other.active[feature];
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

    @Override
    public void write(DataOutput out) throws IOException {
        EvidenceState.writeInts(out, active);
        EvidenceState.writeFloats(out, low);
        EvidenceState.writeFloats(out, high);
        EvidenceState.writeInts(out, exponent);
        EvidenceState.writeInts(out, counts);
    }

    @Override
    public void read(DataInput in) throws IOException {
        EvidenceState.readInts(in, active);
        EvidenceState.readFloats(in, low);
        EvidenceState.readFloats(in, high);
        EvidenceState.readInts(in, exponent);
        EvidenceState.readInts(in, counts);
        for (int feature = 0; feature < features; feature++) {
            setExponent(feature, exponent[feature]);
        }
    }

    /** Tokens with an activation above 0. */
    long active(int feature) {
        return Integer.toUnsignedLong(active[feature]);
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
