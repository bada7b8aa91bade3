package org.featurescope.db.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A tokenizer with its whole vocabulary.
 *
 * @param sha256 of its file, lower-case hexadecimal
 * @param tokens in any order, each id once
 */
public record TokenizerRow(String sha256, List<TokenRow> tokens) {
    public TokenizerRow {
        Require.sha256(sha256, "tokenizer sha256");
        tokens = List.copyOf(tokens);
        Set<Integer> ids = new HashSet<>();
        for (TokenRow token : tokens) {
            if (!ids.add(token.id())) {
                throw new IllegalArgumentException("token ids must differ, got " + token.id() + " twice");
            }
        }
    }
}
