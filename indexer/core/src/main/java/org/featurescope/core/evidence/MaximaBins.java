package org.featurescope.core.evidence;

import java.util.Arrays;

/**
 * Counts of context maxima: those not above 0, those too small for the bins, and 8 bins an octave over 8 octaves. An octave
 * is divided evenly: the lower bound of bin {@code b} is {@code (1 + (b mod 8)/8) · 2^(exponent + b div 8)}.
 *
 * @param exponent of the first bin's lower bound
 * @param notAbove0 contexts whose maximum is 0 or less
 * @param below contexts whose maximum lies between 0 and the first bin
 */
public record MaximaBins(int exponent, long notAbove0, long below, long[] counts) {

    public static final int BINS_PER_OCTAVE = 8;
    public static final int OCTAVES = 8;
    public static final int BINS = BINS_PER_OCTAVE * OCTAVES;

    public MaximaBins {
        counts = counts.clone();
    }

    @Override
    public long[] counts() {
        return counts.clone();
    }

    public double lowerBound(int bin) {
        return Math.scalb(1 + (double) (bin % BINS_PER_OCTAVE) / BINS_PER_OCTAVE, exponent + bin / BINS_PER_OCTAVE);
    }

    public long contexts() {
        return notAbove0 + below + Arrays.stream(counts).sum();
    }
}
