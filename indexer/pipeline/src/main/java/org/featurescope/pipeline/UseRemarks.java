package org.featurescope.pipeline;

import java.util.ArrayList;
import java.util.List;
import org.featurescope.lm.sae.Sae.DeclaredModel;

/** Where a run uses an SAE in another way than its files say it was trained. */
final class UseRemarks {

    private UseRemarks() {}

    /** A sentence each. */
    static List<String> of(DeclaredModel declared, boolean prependsBos, int contextTokens) {
        List<String> remarks = new ArrayList<>();
        Boolean trainedWithBos = declared.prependsBos();
        if (trainedWithBos != null && trainedWithBos != prependsBos) {
            remarks.add(
                    trainedWithBos
                            ? "It was trained with a beginning-of-text token in front of each context; this run has none"
                                    + " (--bos always puts one there)."
                            : "It was trained without a beginning-of-text token in front of contexts; this run has one"
                                    + " (--bos never leaves it out).");
        }
        Integer trainedTokens = declared.contextTokens();
        if (trainedTokens != null && trainedTokens != contextTokens) {
            remarks.add("It was trained on contexts of " + trainedTokens + " tokens; those of this run have up to "
                    + contextTokens + " (--context-tokens).");
        }
        return remarks;
    }
}
