package org.featurescope.lm;

/**
 * What the model sees of one context.
 *
 * @param contextNo the context's position in the corpus
 * @param tokenIds the beginning-of-text token, if any, included
 * @param counted for each token whether its activations count as evidence; false for special tokens
 */
public record TokenContext(int contextNo, int[] tokenIds, boolean[] counted) {

    public TokenContext {
        if (tokenIds.length == 0 || tokenIds.length != counted.length) {
            throw new IllegalArgumentException("a context needs as many flags as tokens, and at least one, got "
                    + tokenIds.length + " tokens and " + counted.length + " flags");
        }
    }

    public int countedTokens() {
        int tokens = 0;
        for (boolean counts : counted) {
            tokens += counts ? 1 : 0;
        }
        return tokens;
    }
}
