package org.featurescope.core.evidence;

import static org.featurescope.core.evidence.DyadicHistogram.MAX_BINS;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How many contexts have a maximum above 0, for each feature in dyadic bins from 0 to the largest ({@link DyadicHistogram}; the
 * bins of activations are as wide or wider, since these may lie below 0 too). Counts are unsigned 32-bit.
 */
final class ContextMaxima {

    private final int[] counts;
    private final int[] exponent;
    /** Bins in a unit of activation. */
    private final float[] scale;

    private final float[] largest;

    ContextMaxima(int features) {
        counts = new int[features * MAX_BINS];
        exponent = new int[features];
        scale = new float[features];
        largest = new float[features];
        for (int feature = 0; feature < features; feature++) {
            setExponent(feature, DyadicHistogram.MIN_EXPONENT);
        }
    }

    private void setExponent(int feature, int value) {
        exponent[feature] = value;
        scale[feature] = Math.scalb(1f, -value);
    }

    /** @return the bin of the maximum, which is above 0 */
    int add(int feature, float maximum) {
        raise(feature, maximum);
        int bin = bin(feature, maximum);
        counts[feature * MAX_BINS + bin]++;
        return bin;
    }

    int bin(int feature, float maximum) {
        return (int) (maximum * scale[feature]); // exact: a power of two, and rounded down
    }

    /** Lets a feature's bins reach to a maximum. */
    void raise(int feature, float maximum) {
        if (maximum > largest[feature]) {
            largest[feature] = maximum;
            int wider = DyadicHistogram.exponentFor(0, maximum, exponent[feature]);
            if (wider > exponent[feature]) {
                widen(feature, wider);
            }
        }
    }

    private void widen(int feature, int wider) {
        int start = feature * MAX_BINS;
        int[] old = Arrays.copyOfRange(counts, start, start + MAX_BINS);
        Arrays.fill(counts, start, start + MAX_BINS, 0);
        add(feature, old, wider - exponent[feature]);
        setExponent(feature, wider);
    }

    /** Adds counts of bins that are 2^shift times narrower. */
    private void add(int feature, int[] narrower, int shift) {
        for (int bin = 0; bin < MAX_BINS; bin++) {
            counts[feature * MAX_BINS + (bin >> Math.min(shift, 31))] += narrower[bin];
        }
    }

    float largest(int feature) {
        return largest[feature];
    }

    /** Binary logarithm of the bin width. */
    int exponent(int feature) {
        return exponent[feature];
    }

    /** Bins in a unit of activation. */
    float scale(int feature) {
        return scale[feature];
    }

    /** Contexts of the bins from one to another, that excluded. */
    long contexts(int feature, int from, int to) {
        long contexts = 0;
        for (int bin = from; bin < Math.min(to, MAX_BINS); bin++) {
            contexts += Integer.toUnsignedLong(counts[feature * MAX_BINS + bin]);
        }
        return contexts;
    }

    long contexts(int feature) {
        return contexts(feature, 0, MAX_BINS);
    }

    void merge(ContextMaxima other) {
        for (int feature = 0; feature < exponent.length; feature++) {
            raise(feature, other.largest[feature]);
            int start = feature * MAX_BINS;
            int[] more = Arrays.copyOfRange(other.counts, start, start + MAX_BINS);
            add(feature, more, exponent[feature] - other.exponent[feature]);
        }
    }

    void write(DataOutput out) throws IOException {
        EvidenceState.writeFloats(out, largest);
        EvidenceState.writeInts(out, counts);
    }

    void read(DataInput in) throws IOException {
        float[] maxima = new float[largest.length];
        EvidenceState.readFloats(in, maxima);
        for (int feature = 0; feature < maxima.length; feature++) {
            if (!Float.isFinite(maxima[feature]) || maxima[feature] < 0) {
                throw EvidenceState.damaged("a maximum must be finite and >= 0, got " + maxima[feature]);
            }
            raise(feature, maxima[feature]);
        }
        EvidenceState.readInts(in, counts);
    }
}
