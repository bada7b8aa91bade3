package org.featurescope.core.evidence;

import java.util.Comparator;
import java.util.List;
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

    public Example {
        repeats = List.copyOf(repeats);
    }

    public Example(long context, int peakPosition, float peak, byte[] activations) {
        this(context, peakPosition, peak, activations, List.of());
    }

    /** Another place of the same text. */
    public record Repeat(long context, int peakPosition, float peak) {}
}
