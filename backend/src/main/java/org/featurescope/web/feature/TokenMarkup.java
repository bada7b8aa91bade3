package org.featurescope.web.feature;

import java.util.List;
import org.featurescope.web.common.Html;

/** The HTML of tokens side by side. Not in a template, because a page has a thousand of them and would take twice as long. */
final class TokenMarkup {

    private static final int CHARACTERS_OF_A_TOKEN = 48;

    private TokenMarkup() {}

    static String of(List<TokenView> tokens) {
        Html html = new Html(CHARACTERS_OF_A_TOKEN * tokens.size());
        write(html, tokens);
        return html.toString();
    }

    static void write(Html html, List<TokenView> tokens) {
        for (TokenView token : tokens) {
            write(html.open("i").attribute("class", token.cssClass()).attribute("dir", token.direction()), token)
                    .close("i");
        }
    }

    /** What a token holds, whatever its element is. */
    static Html write(Html html, TokenView token) {
        html.attribute("data-v", token.value());
        if (token.tokens() != null) {
            html.attribute("data-n", token.tokens());
        }
        html.inside().text(token.text());
        if (token.spaces() != null) {
            html.open("b").attribute("class", "w").inside().text(token.spaces()).close("b");
        }
        return html;
    }
}
