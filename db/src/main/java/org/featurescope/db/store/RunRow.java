package org.featurescope.db.store;

import org.jspecify.annotations.Nullable;

/**
 * What a run did.
 *
 * @param contexts that were read
 * @param tokens that were counted: special positions left out
 * @param nonFinite activations that were NaN or infinite, and left out
 * @param maxTokens the limit that was asked for; null: none
 * @param seconds that indexing took
 */
public record RunRow(
        String name,
        long contexts,
        long tokens,
        long nonFinite,
        int topK,
        @Nullable Long maxTokens,
        int batchContexts,
        String dtype,
        String device,
        String programVersion,
        double seconds) {

    public RunRow {
        Require.atLeast(0, contexts, "contexts");
        Require.atLeast(0, tokens, "tokens");
        Require.atLeast(0, nonFinite, "nonFinite");
        Require.atLeast(1, topK, "topK");
        if (maxTokens != null) {
            Require.atLeast(1, maxTokens, "maxTokens");
        }
        Require.atLeast(1, batchContexts, "batchContexts");
        Require.finite(seconds, "seconds");
    }
}
