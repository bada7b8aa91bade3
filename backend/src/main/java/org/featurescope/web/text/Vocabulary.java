package org.featurescope.web.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;

/** The exact bytes of each token of a tokenizer, and which tokens are special. Immutable. */
public final class Vocabulary {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ").withUpperCase();

    private final byte[][] bytes; // [token id]
    private final BitSet special;

    /** @param tokens by ascending id; ids that are missing have no bytes */
    Vocabulary(List<TokenRow> tokens) {
        int size = tokens.isEmpty() ? 0 : tokens.get(tokens.size() - 1).id() + 1;
        this.bytes = new byte[size][];
        this.special = new BitSet(size);
        Arrays.fill(bytes, new byte[0]);
        for (TokenRow token : tokens) {
            bytes[token.id()] = token.bytes();
            special.set(token.id(), token.special());
        }
    }

    /** The caller must not change the array. */
    byte[] bytes(int tokenId) {
        if (tokenId < 0 || tokenId >= bytes.length) {
            throw new IllegalArgumentException(
                    "token id must be between 0 and " + (bytes.length - 1) + ", got " + tokenId);
        }
        return bytes[tokenId];
    }

    public boolean isSpecial(int tokenId) {
        return special.get(tokenId);
    }

    /** The text of one token; bytes that are no character show as U+FFFD. */
    public String text(int tokenId) {
        return new String(bytes(tokenId), StandardCharsets.UTF_8);
    }

    /** The text of one token; bytes that are no text by themselves are written like {@code ⟨E6 97⟩}. */
    public String name(int tokenId) {
        String text = text(tokenId);
        boolean exact = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes(tokenId));
        return exact ? text : "⟨" + HEX.formatHex(bytes(tokenId)) + "⟩";
    }
}
