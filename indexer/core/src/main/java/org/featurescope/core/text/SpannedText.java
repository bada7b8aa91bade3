package org.featurescope.core.text;

import java.util.List;
import java.util.function.IntPredicate;

/**
 * The text of a context without its special tokens, and where in it each token stands.
 *
 * @param starts for each token the first character of the piece that holds it; of a special token, where it would stand
 * @param ends for each token the character behind that piece; of a special token, its start
 */
@SuppressWarnings("ArrayRecordComponent")
public record SpannedText(String text, int[] starts, int[] ends) {

    /**
     * @param tokens the exact bytes of each token
     * @param special whether the token at a position is no text
     */
    public static SpannedText of(List<byte[]> tokens, IntPredicate special) {
        int[] starts = new int[tokens.size()];
        int[] ends = new int[tokens.size()];
        StringBuilder text = new StringBuilder(6 * tokens.size());
        for (TokenText.Piece piece : TokenText.pieces(tokens)) {
            int start = text.length();
            if (!special.test(piece.firstToken())) {
                text.append(piece.text());
            }
            for (int token = piece.firstToken(); token < piece.firstToken() + piece.tokens(); token++) {
                starts[token] = start;
                ends[token] = text.length();
            }
        }
        return new SpannedText(text.toString(), starts, ends);
    }
}
