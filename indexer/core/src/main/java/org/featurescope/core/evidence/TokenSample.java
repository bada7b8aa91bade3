package org.featurescope.core.evidence;

/**
 * The activations of all features of a source at a sample of the counted tokens of a run: those with the smallest hashes of
 * (seed, context, position), the same for all sources of the run. Activations are half floats.
 */
public interface TokenSample {

    int features();

    /** How many tokens there are. */
    int tokens();

    /**
     * The activations of one feature, in the order of the tokens' hashes.
     *
     * @param into receives {@link #tokens} values
     */
    void read(int feature, float[] into);

    /** Whether another sample is of the same tokens. */
    boolean sameTokens(TokenSample other);
}
