package org.featurescope.core.evidence;

import java.util.List;

/**
 * What is known of one feature. All activations are raw values at the source's hook point.
 *
 * @param index the feature's index in its source
 * @param activeTokens counted tokens with an activation above 0
 * @param maximum over all counted tokens, like {@code minimum} and {@code mean}
 * @param histogram of the activations of all counted tokens
 * @param top the contexts with the largest peaks, best first ({@link Example#TOP_FIRST})
 */
public record FeatureEvidence(
        int index,
        long activeTokens,
        float maximum,
        float minimum,
        double mean,
        DyadicHistogram histogram,
        List<Example> top) {

    public FeatureEvidence {
        top = List.copyOf(top);
    }
}
