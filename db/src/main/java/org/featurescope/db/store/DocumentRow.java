package org.featurescope.db.store;

import org.jspecify.annotations.Nullable;

/**
 * A document that some stored context comes from.
 *
 * @param documentNo position in the corpus, from 0
 * @param externalId {@code id} of the corpus line, or file name and line number
 */
public record DocumentRow(
        int documentNo,
        String externalId,
        @Nullable String title,
        @Nullable String label,
        @Nullable String source,
        @Nullable String licence) {

    public DocumentRow {
        Require.atLeast(0, documentNo, "documentNo");
    }
}
