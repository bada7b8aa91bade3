package org.featurescope.pipeline;

import java.util.Locale;
import java.util.OptionalInt;
import org.featurescope.lm.Tokenizer;

/** Whether a beginning-of-text token stands in front of every context. */
public enum BosPolicy {
    /** As the model's own configuration says. */
    AUTO,
    ALWAYS,
    NEVER;

    /**
     * The token to put in front, if any.
     *
     * @throws IllegalArgumentException if one is wanted and the model has none
     */
    public OptionalInt token(Tokenizer tokenizer) {
        if (this == NEVER || (this == AUTO && !tokenizer.addsBos())) {
            return OptionalInt.empty();
        }
        if (tokenizer.bosToken().isEmpty()) {
            throw new IllegalArgumentException("--bos " + name().toLowerCase(Locale.ROOT)
                    + ": the model names no beginning-of-text token; use --bos never");
        }
        return tokenizer.bosToken();
    }
}
