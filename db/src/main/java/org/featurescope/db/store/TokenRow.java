package org.featurescope.db.store;

/**
 * One token of a vocabulary.
 *
 * @param bytes what it stands for, perhaps part of a character; of a special token its literal content in UTF-8; not copied
 */
public record TokenRow(int id, byte[] bytes, boolean special) {
    public TokenRow {
        Require.atLeast(0, id, "token id");
    }
}
