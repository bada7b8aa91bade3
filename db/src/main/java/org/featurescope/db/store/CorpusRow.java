package org.featurescope.db.store;

/**
 * A corpus.
 *
 * @param sha256 over the hashes of its files, in order; lower-case hexadecimal
 */
public record CorpusRow(String name, String sha256) {
    public CorpusRow {
        Require.sha256(sha256, "corpus sha256");
    }
}
