package org.featurescope.core.evidence;

/**
 * The activations of all features of a source at a sample of the counted tokens of a run: those with the smallest hashes of
 * (seed, context, position), the same for all sources of the run. Activations have the precision of half floats.
 */
public interface TokenSample {

    /** The usual number of tokens. */
    int TOKENS = 4096;

    int features();

    /** How many tokens there are. */
    int tokens();

    /**
     * The activations of some neighbouring features, {@code [feature, token]}; tokens in the order of their hashes. Several
     * threads may read at the same time.
     *
     * @param into receives {@code count · tokens} values
     */
    void read(int firstFeature, int count, float[] into);

    /** Whether another sample is of the same tokens. */
    boolean sameTokens(TokenSample other);
}
