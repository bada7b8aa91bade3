package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The counts of {@link MaximaBins} of one feature and label, with no room for bins beside those in use: maxima of one feature lie
 * near each other.
 */
final class MaximaCounts {

    private long below;
    /** The bin that the first count is of. */
    private int firstBin;

    /** Unsigned. */
    private int[] counts = {};

    /** @param bin below 0: too small for the bins */
    void add(int bin, int count) {
        if (bin < 0) {
            below += Integer.toUnsignedLong(count);
        } else {
            reach(bin);
            counts[bin - firstBin] += count;
        }
    }

    private void reach(int bin) {
        if (counts.length == 0) {
            firstBin = bin;
        }
        int first = Math.min(firstBin, bin);
        int length = Math.max(firstBin + counts.length, bin + 1) - first;
        if (length > counts.length) {
            int[] more = new int[length];
            System.arraycopy(counts, 0, more, firstBin - first, counts.length);
            firstBin = first;
            counts = more;
        }
    }

    /** All counts move to lower bins, because the bins now reach higher. */
    void lower(int bins) {
        int[] old = counts;
        int oldFirst = firstBin;
        counts = new int[0];
        add(old, oldFirst - bins);
    }

    /** @param lower by how many bins the other's must be lowered to be these */
    void add(MaximaCounts other, int lower) {
        below += other.below;
        add(other.counts, other.firstBin - lower);
    }

    private void add(int[] more, int first) {
        for (int i = 0; i < more.length; i++) {
            if (more[i] != 0) {
                add(first + i, more[i]);
            }
        }
    }

    long below() {
        return below;
    }

    long total() {
        return below + Arrays.stream(counts).mapToLong(Integer::toUnsignedLong).sum();
    }

    long[] bins() {
        long[] bins = new long[MaximaBins.BINS];
        for (int i = 0; i < counts.length; i++) {
            bins[firstBin + i] = Integer.toUnsignedLong(counts[i]);
        }
        return bins;
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(below);
        out.writeByte(firstBin);
        out.writeByte(counts.length);
        EvidenceState.writeInts(out, counts);
    }

    void read(DataInput in) throws IOException {
        below = in.readLong();
        firstBin = in.readByte();
        int length = in.readByte();
        if (firstBin < 0 || length < 0 || firstBin + length > MaximaBins.BINS) {
            throw EvidenceState.damaged("bins of maxima from " + firstBin + " on, " + length + " of them");
        }
        counts = new int[length];
        EvidenceState.readInts(in, counts);
    }
}
