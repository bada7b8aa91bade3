package org.featurescope.web.text;

import org.jspecify.annotations.Nullable;

/**
 * A token by itself, as the HTML shows it.
 *
 * @param cssClass {@code s}: begins with a space, {@code w}: nothing but spaces; null: neither
 */
public record TokenChip(String text, @Nullable String cssClass) {

    public static TokenChip of(String token) {
        return new TokenChip(VisibleText.inLine(token), token.isBlank() && token.startsWith(" ") ? "w" : space(token));
    }

    private static @Nullable String space(String token) {
        return token.startsWith(" ") ? "s" : null;
    }
}
