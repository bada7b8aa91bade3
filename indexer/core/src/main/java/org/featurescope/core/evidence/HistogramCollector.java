package org.featurescope.core.evidence;

import static org.featurescope.core.evidence.DyadicHistogram.MAX_BINS;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * A {@link DyadicHistogram} for each feature. Bin numbers wrap around {@code MAX_BINS} slots, which no two bins in use
 * share because they span fewer. Counts are unsigned 32-bit. Counts the tokens above 0 by the way.
 *
 * <p>Contexts in which a feature is 0 throughout need not be counted: what is missing in a histogram are zeros.
 */
final class HistogramCollector implements TileCollector<HistogramCollector> {

    private static final int SLOT_MASK = MAX_BINS - 1;
    private static final byte[] BIN_OF_KEY = RowLoops.binsOfKeys();

    private final int features;
    private final int[] counts;
    private final int[] exponent;
    /** {@link RowLoops#keyBase} of the exponent. */
    private final int[] keyBase;
    /** Tokens above 0, unsigned. */
    private final int[] active;

    private final float[] low;
    private final float[] high;
    private final int[] bits;
    private final int[] keys;

    HistogramCollector(int features) {
        this.features = features;
        counts = new int[features * MAX_BINS];
        exponent = new int[features];
        keyBase = new int[features];
        active = new int[features];
        low = new float[features];
        high = new float[features];
        bits = new int[features];
        keys = new int[features];
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
        if (tile.isDense()) {
            countAll(tile);
        } else {
            countNonZero(tile);
        }
    }

    private void countAll(ContextTile tile) {
        for (int row = 0; row < tile.rows; row++) {
            tile.readBits(row, bits);
            RowLoops.countAbove0(bits, active);
            RowLoops.keys(bits, keyBase, keys);
            countKeys(keys, counts);
        }
    }

    /** The one loop that cannot be vectorised. Features stand between two increments of a count, so that none waits. */
    private static void countKeys(int[] keys, int[] counts) {
        for (int feature = 0; feature < keys.length; feature++) {
            counts[feature * MAX_BINS + BIN_OF_KEY[keys[feature] & RowLoops.KEYS - 1]]++;
        }
    }

    private void countNonZero(ContextTile tile) {
        for (int entry = 0; entry < tile.entries.count; entry++) {
            int feature = tile.entries.feature[entry];
            float value = tile.entries.value[entry];
            counts[slot(feature, (int) DyadicHistogram.bin(value, exponent[feature]))]++;
            active[feature] += value > 0 ? 1 : 0;
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
        setExponent(feature, wider);
    }

    private void setExponent(int feature, int value) {
        exponent[feature] = value;
        keyBase[feature] = RowLoops.keyBase(value);
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

    /** @param tokens counted by all collectors */
    DyadicHistogram histogram(int feature, long tokens) {
        long[] all = counts(feature);
        int firstBin = firstBin(feature);
        all[-firstBin] += tokens - LongStream.of(all).sum();
        return new DyadicHistogram(exponent[feature], firstBin, all);
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
