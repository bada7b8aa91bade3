package org.featurescope.web.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.featurescope.core.text.SpannedText;
import org.featurescope.core.text.TokenText;

/** The exact bytes of each token of a tokenizer, and which tokens are special. Immutable. */
public final class Vocabulary {

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

    /** The text of some tokens, special ones left out. */
    public SpannedText text(int[] tokenIds) {
        return SpannedText.of(Arrays.stream(tokenIds).mapToObj(this::bytes).toList(), at -> isSpecial(tokenIds[at]));
    }

    public boolean isSpecial(int tokenId) {
        return special.get(tokenId);
    }

    /** The token of this text, or of this {@link #name}; of several, the first. */
    public OptionalInt find(String text) {
        byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
        return IntStream.range(0, bytes.length)
                .filter(id -> bytes[id].length > 0
                        && (Arrays.equals(bytes[id], wanted) || text.startsWith("⟨") && name(id).equals(text)))
                .findFirst();
    }

    /** Tokens that hold a text, the shortest first. */
    public List<String> holding(String text, int limit) {
        return text.isEmpty()
                ? List.of()
                : IntStream.range(0, bytes.length)
                        .mapToObj(this::name)
                        .filter(name -> name.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)))
                        .distinct()
                        .sorted(Comparator.comparingInt(String::length))
                        .limit(limit)
                        .toList();
    }

    /** The text of one token; bytes that are no character show as U+FFFD. */
    public String text(int tokenId) {
        return new String(bytes(tokenId), StandardCharsets.UTF_8);
    }

    /** The text of one token; bytes that are no text by themselves are written like {@code ⟨E6 97⟩}. */
    public String name(int tokenId) {
        return TokenText.name(bytes(tokenId));
    }
}
