package org.featurescope.db.store;

/**
 * One context.
 *
 * @param contextNo position in the corpus, from 0
 * @param documentNo the document it comes from
 * @param firstToken of the document's tokens, the one the context starts with
 * @param tokenIds what the model saw, beginning-of-text token included; not copied
 * @param text the whole characters of its tokens, special tokens left out; U+0000 is stored as U+FFFD
 */
public record ContextRow(int contextNo, int documentNo, int firstToken, int[] tokenIds, String text) {
    public ContextRow {
        Require.atLeast(0, contextNo, "contextNo");
        Require.atLeast(0, documentNo, "documentNo");
        Require.atLeast(0, firstToken, "firstToken");
        Require.atLeast(1, tokenIds.length, "tokens of a context");
    }
}
