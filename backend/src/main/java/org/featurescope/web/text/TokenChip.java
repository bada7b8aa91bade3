package org.featurescope.web.text;

import org.featurescope.web.common.Html;
import org.featurescope.web.common.Words;
import org.jspecify.annotations.Nullable;

/**
 * A token by itself, as the HTML shows it.
 *
 * @param cssClass {@code s}: begins with a space, {@code w}: nothing but spaces; null: neither
 */
public record TokenChip(String text, @Nullable String cssClass) {

    /** An element of its own, in HTML. */
    public String markup() {
        Html html = new Html(64)
                .open("code")
                .attribute("class", cssClass == null ? "tok" : "tok " + cssClass)
                .attribute("dir", "auto")
                .inside()
                .text(text);
        if (text.isBlank()) {
            html.open("span").attribute("class", "hidden").inside();
            html.text(Words.of("token.blank")).close("span");
        }
        return html.close("code").toString();
    }

    public static TokenChip of(String token) {
        return new TokenChip(VisibleText.inLine(token), token.isBlank() && token.startsWith(" ") ? "w" : space(token));
    }

    private static @Nullable String space(String token) {
        return token.startsWith(" ") ? "s" : null;
    }
}
