package org.featurescope.web.feature;

import java.util.List;
import org.featurescope.core.evidence.TokenLookup;
import org.featurescope.web.text.Vocabulary;

/**
 * A feature as a table of tokens: what its activation would be if the token alone decided it.
 *
 * @param varianceExplained share of the variance over held-out contexts; at most 1, below 0 where the table is worse than the mean
 * @param tokensFitted counted tokens that the table was fitted on
 * @param tokensHeldOut counted tokens that it was judged on
 * @param strongest the tokens with the largest mean activation, largest first
 */
public record LookupFacts(double varianceExplained, long tokensFitted, long tokensHeldOut, List<Entry> strongest) {

    public LookupFacts {
        strongest = List.copyOf(strongest);
    }

    /**
     * @param mean activation at this token
     * @param count how often it was seen
     */
    public record Entry(int tokenId, String token, double mean, long count) {}

    static LookupFacts of(TokenLookup lookup, Vocabulary vocabulary) {
        return new LookupFacts(
                lookup.varianceExplained(),
                lookup.tokensFitted(),
                lookup.tokensHeldOut(),
                lookup.strongest().stream()
                        .map(entry -> new Entry(
                                entry.tokenId(), vocabulary.name(entry.tokenId()), entry.mean(), entry.count()))
                        .toList());
    }
}
