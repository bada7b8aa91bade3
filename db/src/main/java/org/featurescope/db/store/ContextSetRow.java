package org.featurescope.db.store;

import org.jspecify.annotations.Nullable;

/**
 * A way of cutting a corpus into contexts.
 *
 * @param contextTokens the longest context, the beginning-of-text token included; at most 32,768
 * @param bosTokenId stands in front of every context; null: none
 */
public record ContextSetRow(int contextTokens, @Nullable Integer bosTokenId) {
    public ContextSetRow {
        Require.atLeast(1, contextTokens, "contextTokens");
        if (contextTokens > Short.MAX_VALUE + 1) {
            throw new IllegalArgumentException("contextTokens must be at most 32768, got " + contextTokens);
        }
        if (bosTokenId != null) {
            Require.atLeast(0, bosTokenId, "bosTokenId");
        }
    }
}
