package org.featurescope.web.evidence;

import org.featurescope.db.format.TokenIdFormat;
import org.jspecify.annotations.Nullable;

/**
 * A context and the document that it is from.
 *
 * @param setId key of its context set
 * @param contextNo position in the corpus, from 0
 * @param documentNo position of the document in the corpus, from 0
 * @param firstToken of the document's tokens, the one that the context starts with
 * @param packedIds its tokens as stored; null: they were not asked for
 * @param document the document's own id
 */
record StoredContext(
        int setId,
        int contextNo,
        int documentNo,
        int firstToken,
        byte @Nullable [] packedIds,
        String document,
        @Nullable String title,
        @Nullable String label,
        @Nullable String source,
        @Nullable String licence) {

    static StoredContext of(Object[] row) {
        return new StoredContext(
                ((Number) row[0]).intValue(),
                ((Number) row[1]).intValue(),
                ((Number) row[2]).intValue(),
                ((Number) row[3]).intValue(),
                (byte[]) row[4],
                (String) row[5],
                (String) row[6],
                (String) row[7],
                (String) row[8],
                (String) row[9]);
    }

    int[] tokenIds() {
        if (packedIds == null) {
            throw new IllegalStateException("the tokens of context " + contextNo + " were not asked for");
        }
        return TokenIdFormat.decode(packedIds);
    }
}
