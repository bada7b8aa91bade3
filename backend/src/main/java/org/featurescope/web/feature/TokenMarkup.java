package org.featurescope.web.feature;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.HtmlUtils;

/**
 * The HTML of tokens side by side. Not in a template, because a page has a thousand of them and would take twice as long. Like
 * anything in a template, text and values are escaped.
 */
final class TokenMarkup {

    private static final int CHARACTERS_OF_A_TOKEN = 48;

    private TokenMarkup() {}

    static String of(List<TokenView> tokens) {
        StringBuilder html = new StringBuilder(CHARACTERS_OF_A_TOKEN * tokens.size());
        for (TokenView token : tokens) {
            html.append("<i");
            attribute(html, "class", token.cssClass());
            attribute(html, "dir", token.direction());
            attribute(html, "data-v", token.value());
            attribute(
                    html,
                    "data-n",
                    token.tokens() == null ? null : token.tokens().toString());
            html.append('>').append(escaped(token.text()));
            if (token.spaces() != null) {
                html.append("<b class=\"w\">").append(escaped(token.spaces())).append("</b>");
            }
            html.append("</i>");
        }
        return html.toString();
    }

    private static void attribute(StringBuilder html, String name, @Nullable String value) {
        if (value != null) {
            html.append(' ').append(name).append("=\"").append(escaped(value)).append('"');
        }
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
