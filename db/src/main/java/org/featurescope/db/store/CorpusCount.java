package org.featurescope.db.store;

import org.jspecify.annotations.Nullable;

/**
 * How much of a corpus a run read.
 *
 * @param contexts that were read; null: not known
 * @param tokens that were counted: special positions left out; null: not known
 */
public record CorpusCount(@Nullable Long contexts, @Nullable Long tokens) {
    public CorpusCount {
        if (contexts != null) {
            Require.atLeast(0, contexts, "contexts");
        }
        if (tokens != null) {
            Require.atLeast(0, tokens, "tokens");
        }
    }

    /** Both known. */
    public CorpusCount(long contexts, long tokens) {
        this((Long) contexts, (Long) tokens);
    }
}
