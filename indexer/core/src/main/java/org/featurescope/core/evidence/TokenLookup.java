package org.featurescope.core.evidence;

import java.util.List;

/**
 * A feature as a table of tokens: what its activation would be if the token alone decided it. Fitted on a sample of contexts,
 * judged on others.
 *
 * @param varianceExplained 1 - (squared error of the table) / (squared error of the mean), over held-out contexts; at most 1,
 *     below 0 where the table is worse than the mean; 0 where the feature does not vary there
 * @param strongest the tokens with the largest mean activation, largest first
 * @param tokensFitted counted tokens that the table was fitted on
 * @param tokensHeldOut counted tokens that it was judged on
 */
public record TokenLookup(double varianceExplained, List<Entry> strongest, long tokensFitted, long tokensHeldOut) {

    public TokenLookup {
        strongest = List.copyOf(strongest);
    }

    /**
     * @param mean activation at this token
     * @param count how often it was seen
     */
    public record Entry(int tokenId, double mean, long count) {}
}
