package org.featurescope.core.evidence;

import java.util.Comparator;

/**
 * One context as evidence of a feature.
 *
 * @param contextNo the context's position in the corpus
 * @param peakPosition the first position of the largest counted activation, from 0
 * @param peak the activation there, above 0
 * @param activations one for each token of the context; 0 where a position does not count
 */
public record Example(int contextNo, int peakPosition, float peak, float[] activations) {

    /** Largest peak first; of equal peaks, the earlier context. No two examples of a feature compare as equal. */
    public static final Comparator<Example> TOP_FIRST =
            (a, b) -> a.peak != b.peak ? Float.compare(b.peak, a.peak) : Integer.compare(a.contextNo, b.contextNo);
}
