package org.featurescope.db.store;

/**
 * How much of a corpus a run read.
 *
 * @param contexts that were read
 * @param tokens that were counted: special positions left out
 */
public record CorpusCount(long contexts, long tokens) {
    public CorpusCount {
        Require.atLeast(0, contexts, "contexts");
        Require.atLeast(0, tokens, "tokens");
    }
}
