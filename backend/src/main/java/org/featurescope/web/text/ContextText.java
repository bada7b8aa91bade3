package org.featurescope.web.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.featurescope.core.text.TokenText;

/**
 * The text of one context.
 *
 * @param tokens for each token its text; joined they are the exact text. The text of a code point that several tokens form
 *     stands at the one with the largest activation that is known, the first when equal; the others are empty
 * @param pieces the same text in whole characters, as a reader sees them
 */
public record ContextText(List<String> tokens, List<Piece> pieces) {

    public ContextText {
        tokens = List.copyOf(tokens);
        pieces = List.copyOf(pieces);
    }

    /** @param activations one for each token; NaN: not known */
    public static ContextText of(Vocabulary vocabulary, int[] tokenIds, float[] activations) {
        if (tokenIds.length != activations.length) {
            throw new IllegalArgumentException(
                    "a context of " + tokenIds.length + " tokens has " + activations.length + " activations");
        }
        List<byte[]> bytes = Arrays.stream(tokenIds).mapToObj(vocabulary::bytes).toList();
        List<TokenText.Piece> characters = TokenText.pieces(bytes);
        List<Piece> pieces = new ArrayList<>(characters.size());
        for (TokenText.Piece piece : TokenText.graphemes(characters, at -> vocabulary.isSpecial(tokenIds[at]))) {
            int largest = TokenText.largest(activations, piece.firstToken(), piece.tokens());
            boolean special = vocabulary.isSpecial(tokenIds[piece.firstToken()]);
            pieces.add(new Piece(piece.text(), piece.firstToken(), piece.tokens(), activations[largest], special));
        }
        return new ContextText(TokenText.texts(bytes, activations), pieces);
    }

    /** Whether a token is special, and does not count. */
    public boolean isSpecial(int position) {
        return pieces.get(indexOf(position)).special();
    }

    /** Everything, seen from the piece that holds a position. */
    public Passage whole(int position) {
        return around(position, Integer.MAX_VALUE);
    }

    /**
     * The piece that holds a position, and the pieces next to it. How much is told in columns and not in tokens, because a
     * token is a word in one script and a third of a character in another.
     *
     * @param columns wanted on each side, as {@link VisibleText#columns} counts; a piece that would go beyond is left out
     * @throws IllegalArgumentException when the position is outside the context
     */
    public Passage around(int position, int columns) {
        int peak = indexOf(position);
        int from = peak;
        for (int room = columns; from > 0 && width(from - 1) <= room; from--) {
            room -= width(from - 1);
        }
        int to = peak + 1;
        for (int room = columns; to < pieces.size() && width(to) <= room; to++) {
            room -= width(to);
        }
        return new Passage(
                pieces.subList(from, peak),
                pieces.get(peak),
                pieces.subList(peak + 1, to),
                from > 0,
                to < pieces.size());
    }

    private int width(int piece) {
        return VisibleText.columns(pieces.get(piece).text());
    }

    private int indexOf(int position) {
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i).holds(position)) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "position must be between 0 and " + (tokens.size() - 1) + ", got " + position);
    }
}
