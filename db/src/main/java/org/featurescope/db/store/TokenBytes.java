package org.featurescope.db.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.featurescope.core.text.SpannedText;
import org.featurescope.db.format.TokenIdFormat;

/** The vocabulary of one context set's tokenizer, to turn stored contexts into text. */
final class TokenBytes {

    private static final byte[] NONE = {};

    private final Map<Integer, byte[]> bytes = new HashMap<>();
    private final BitSet special = new BitSet();

    private TokenBytes() {}

    static TokenBytes of(Connection connection, int contextSetId) throws SQLException {
        TokenBytes tokens = new TokenBytes();
        try (PreparedStatement select = connection.prepareStatement(
                "select token_id, bytes, special from token join" + " context_set using (tokenizer_id) where id = ?")) {
            select.setInt(1, contextSetId);
            select.setFetchSize(10_000);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    tokens.bytes.put(row.getInt(1), row.getBytes(2));
                    tokens.special.set(row.getInt(1), row.getBoolean(3));
                }
            }
        }
        return tokens;
    }

    static TokenBytes of(TokenizerRow tokenizer) {
        TokenBytes tokens = new TokenBytes();
        for (TokenRow token : tokenizer.tokens()) {
            tokens.bytes.put(token.id(), token.bytes());
            tokens.special.set(token.id(), token.special());
        }
        return tokens;
    }

    /** @param packed as {@code context.token_ids} has them */
    SpannedText text(byte[] packed) {
        return text(TokenIdFormat.decode(packed));
    }

    SpannedText text(int[] ids) {
        List<byte[]> tokens = new ArrayList<>(ids.length);
        for (int id : ids) {
            tokens.add(bytes.getOrDefault(id, NONE));
        }
        return SpannedText.of(tokens, at -> special.get(ids[at]));
    }
}
