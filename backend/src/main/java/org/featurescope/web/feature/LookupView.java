package org.featurescope.web.feature;

import java.util.List;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Words;
import org.featurescope.web.text.TokenChip;

/**
 * A feature as a table of tokens, as the template shows it.
 *
 * @param verdict how much of the feature the table explains, in words
 */
public record LookupView(String verdict, String fitted, String heldOut, List<Row> rows) {

    public record Row(TokenChip token, String mean, String count) {}

    static LookupView of(LookupFacts lookup) {
        return new LookupView(
                verdict(lookup),
                Numbers.count(lookup.tokensFitted()),
                Numbers.count(lookup.tokensHeldOut()),
                lookup.strongest().stream()
                        .map(entry -> new Row(
                                TokenChip.of(entry.token()),
                                Numbers.significant(entry.mean(), 3),
                                Numbers.count(entry.count())))
                        .toList());
    }

    /** {@code explained by the token alone: 63 % of variance on held-out contexts}. */
    private static String verdict(LookupFacts lookup) {
        return lookup.varianceExplained() > 0 ? Words.of("lookup.share", share(lookup)) : Words.of("lookup.none");
    }

    /** In whole per cent: more digits would not be right on a sample. */
    static String share(LookupFacts lookup) {
        return Numbers.fixed(100 * lookup.varianceExplained(), 0) + "\u202F%";
    }
}
