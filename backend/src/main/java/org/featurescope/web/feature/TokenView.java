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
 * @param text what is shown of it, but for the spaces below
 * @param spaces those at its end; null: none, or nothing else
 * @param value its activation, printed, a dash where it is not known; null for special tokens, which do not count
 * @param tokens how many tokens it joins; null: one
 */
public record TokenView(
        @Nullable String cssClass,
        String text,
        @Nullable String spaces,
        @Nullable String value,
        @Nullable Integer tokens) {

    private static final int DIGITS = 3;

    /** @param error the most by which the activation may be off */
    static TokenView of(Piece piece, float error, Shades shades, boolean breakLines) {
        String text = breakLines ? VisibleText.inLines(piece.text()) : VisibleText.inLine(piece.text());
        int end = endWithoutSpaces(text);
        boolean split = 0 < end && end < text.length();
        String classes = piece.special() ? "x" : classes(piece, shades);
        return new TokenView(
                classes.isEmpty() ? null : classes,
                split ? text.substring(0, end) : text,
                split ? text.substring(end) : null,
                piece.special() ? null : Numbers.within(error, piece.activation(), DIGITS),
                piece.tokens() == 1 ? null : piece.tokens());
    }

    /** The same, underlined: it was searched for. */
    TokenView found() {
        return new TokenView(cssClass == null ? "hit" : cssClass + " hit", text, spaces, value, tokens);
    }

    /** A direction of its own keeps a special token from deciding that of the text around it; null: none. */
    public @Nullable String direction() {
        return value == null ? "ltr" : null;
    }

    private static int endWithoutSpaces(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return end;
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
