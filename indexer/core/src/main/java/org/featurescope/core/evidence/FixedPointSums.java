package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Sums whose order does not show: whole multiples of 2⁻⁶⁴, of which the last 60 bits and those before them are kept apart. What is
 * added is rounded down to such a multiple once. Sums reach ±5.7·10¹⁷.
 */
final class FixedPointSums {

    private static final int LOW_BITS = 60;
    private static final long LOW_MASK = (1L << LOW_BITS) - 1;
    private static final double HIGH_SCALE = 0x1p4;
    private static final double LOW_SCALE = 0x1p60;
    private static final double LIMIT = 0x1p62;

    /** Multiples of 2⁻⁴. */
    private final long[] high;
    /** Multiples of 2⁻⁶⁴, from 0 to {@link #LOW_MASK}. */
    private final long[] low;

    FixedPointSums(int count) {
        high = new long[count];
        low = new long[count];
    }

    /** @throws ArithmeticException if the sum becomes too large */
    void add(int index, double value) {
        double scaled = value * HIGH_SCALE;
        if (!(Math.abs(scaled) < LIMIT)) {
            throw new ArithmeticException("a sum of activations is out of range: " + value + " is to be added");
        }
        double whole = Math.floor(scaled);
        add(index, (long) whole, (long) ((scaled - whole) * LOW_SCALE));
    }

    private void add(int index, long moreHigh, long moreLow) {
        long sum = low[index] + moreLow;
        low[index] = sum & LOW_MASK;
        high[index] = Math.addExact(high[index], moreHigh + (sum >>> LOW_BITS));
    }

    void merge(FixedPointSums other) {
        for (int i = 0; i < high.length; i++) {
            add(i, other.high[i], other.low[i]);
        }
    }

    double get(int index) {
        // the nearer multiple of 2⁻⁴, or a small negative sum would be the difference of two large numbers
        long up = low[index] >>> LOW_BITS - 1;
        return (high[index] + up) / HIGH_SCALE + (low[index] - (up << LOW_BITS)) / LOW_SCALE / HIGH_SCALE;
    }

    void write(DataOutput out) throws IOException {
        EvidenceState.writeLongs(out, high);
        EvidenceState.writeLongs(out, low);
    }

    void read(DataInput in) throws IOException {
        EvidenceState.readLongs(in, high);
        EvidenceState.readLongs(in, low);
    }
}
