package org.featurescope.core.evidence;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.featurescope.core.format.ActivationFormat;

/**
 * One context as evidence of a feature.
 *
 * @param context its {@link ContextId}
 * @param peakPosition the first position of the largest (at the bottom: smallest) counted activation, from 0
 * @param peak the activation there
 * @param activations one for each token of the context, packed by {@link ActivationFormat}; 0 where a position does not count
 * @param repeats near-duplicates: the other contexts with the same text around the peak that belong in the group too, in the
 *     group's order
 */
public record Example(long context, int peakPosition, float peak, byte[] activations, List<Repeat> repeats) {

    /**
     * Largest peak first; of equal peaks, the lesser context id. No two examples of a feature compare as equal.
     */
    public static final Comparator<Example> TOP_FIRST =
            (a, b) -> a.peak != b.peak ? Float.compare(b.peak, a.peak) : ContextId.ORDER.compare(a.context, b.context);

    /**
     * Peak of the largest magnitude first; of equal ones, the lesser context id. Among peaks above 0 that is
     * {@link #TOP_FIRST}; among those below 0, the smallest first.
     */
    public static final Comparator<Example> STRONGEST_FIRST = (a, b) -> strongerFirst(a.peak, a.context, b);

    public Example {
        repeats = List.copyOf(repeats);
    }

    public Example(long context, int peakPosition, float peak, byte[] activations) {
        this(context, peakPosition, peak, activations, List.of());
    }

    /** How a peak in a context compares with an example in {@link #STRONGEST_FIRST}. */
    static int strongerFirst(float peak, long context, Example other) {
        return strongerFirst(peak, context, other.peak, other.context);
    }

    private static int strongerFirst(float peak, long context, float otherPeak, long otherContext) {
        int byMagnitude = Float.compare(Math.abs(otherPeak), Math.abs(peak));
        return byMagnitude != 0 ? byMagnitude : Long.compareUnsigned(context, otherContext);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Example that
                && context == that.context
                && peakPosition == that.peakPosition
                && Float.compare(peak, that.peak) == 0
                && Arrays.equals(activations, that.activations)
                && repeats.equals(that.repeats);
    }

    @Override
    public int hashCode() {
        return Objects.hash(context, peakPosition, peak, Arrays.hashCode(activations), repeats);
    }

    Example withRepeats(List<Repeat> others) {
        return new Example(context, peakPosition, peak, activations, others);
    }

    /** Another place of the same text. */
    public record Repeat(long context, int peakPosition, float peak) {

        static final Comparator<Repeat> STRONGEST_FIRST = (a, b) -> strongerFirst(a.peak, a.context, b.peak, b.context);
    }
}
