package org.featurescope.web.feature;

import java.util.StringJoiner;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.text.Piece;
import org.featurescope.web.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * One piece of text in the HTML of an example.
 *
 * @param cssClass its shade, and {@code s}: begins with a space, {@code w}: nothing but spaces, {@code x}: special; null: none
 * @param value its activation, printed; null for special tokens, which do not count
 * @param tokens how many tokens it joins; null: one
 */
public record TokenView(
        @Nullable String cssClass,
        String text,
        @Nullable String value,
        @Nullable Integer tokens) {

    private static final int DIGITS = 3; // what a half float holds

    static TokenView of(Piece piece, Shades shades, boolean breakLines) {
        String text = breakLines ? VisibleText.inLines(piece.text()) : VisibleText.inLine(piece.text());
        Integer tokens = piece.tokens() == 1 ? null : piece.tokens();
        if (piece.special()) {
            return new TokenView("x", text, null, tokens);
        }
        String classes = classes(piece, shades);
        return new TokenView(
                classes.isEmpty() ? null : classes, text, Numbers.significant(piece.activation(), DIGITS), tokens);
    }

    private static String classes(Piece piece, Shades shades) {
        StringJoiner classes = new StringJoiner(" ");
        String shade = shades.cssClass(piece.activation());
        if (!shade.isEmpty()) {
            classes.add(shade);
        }
        if (!piece.text().isEmpty() && piece.text().chars().allMatch(c -> c == ' ')) {
            classes.add("w");
        } else if (piece.text().startsWith(" ")) {
            classes.add("s");
        }
        return classes.toString();
    }
}
