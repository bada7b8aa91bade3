package org.featurescope.core.evidence;

import org.jspecify.annotations.Nullable;

/**
 * Statistics of one feature over all counted tokens of a run. Activations are raw values.
 *
 * @param activeTokens with an activation above 0; density is their share of the run's tokens
 * @param activeContexts with such a token
 * @param standardDeviation of the population: the mean is over all tokens
 * @param skewness third standardised moment; null where all activations are equal
 * @param kurtosis fourth standardised moment, 3 for a normal distribution; null likewise
 */
public record FeatureStatistics(
        long activeTokens,
        long activeContexts,
        float maximum,
        float minimum,
        double mean,
        double standardDeviation,
        @Nullable Double skewness,
        @Nullable Double kurtosis) {}
