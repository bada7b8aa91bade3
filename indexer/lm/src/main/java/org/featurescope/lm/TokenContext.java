package org.featurescope.lm;

import org.featurescope.core.evidence.EvidenceContext;
import org.featurescope.core.evidence.Label;

/**
 * What the model sees of one context.
 *
 * @param id names the context in a run
 * @param tokenIds the beginning-of-text token, if any, included
 * @param counted for each token whether its activations count as evidence; false for special tokens
 */
public record TokenContext(long id, Label label, int[] tokenIds, boolean[] counted) implements EvidenceContext {

    public TokenContext {
        if (tokenIds.length == 0 || tokenIds.length != counted.length) {
            throw new IllegalArgumentException("a context needs as many flags as tokens, and at least one, got "
                    + tokenIds.length + " tokens and " + counted.length + " flags");
        }
    }

    /** Of no corpus. */
    public TokenContext(int number, int[] tokenIds, boolean[] counted) {
        this(number, new Label(0, null), tokenIds, counted);
    }

    public int countedTokens() {
        int tokens = 0;
        for (boolean counts : counted) {
            tokens += counts ? 1 : 0;
        }
        return tokens;
    }
}
