package org.featurescope.web.feature;

import org.featurescope.web.common.Html;

/** The HTML of the text of an example: what is before the peak, the peak, what is after it. */
final class ExampleMarkup {

    private static final int CHARACTERS_OF_AN_EXAMPLE = 2048;

    private ExampleMarkup() {}

    static String of(ExampleView example) {
        Html html = new Html(CHARACTERS_OF_AN_EXAMPLE)
                .open("p")
                .attribute("class", "t")
                .attribute("dir", "auto")
                .attribute("data-p", example.firstToken())
                .attribute("data-ids", example.tokenIds())
                .inside();
        html.open("span").attribute("class", example.cutBefore() ? "b cut" : "b").inside();
        html.open("span").inside();
        TokenMarkup.write(html, example.before());
        html.close("span").close("span");
        String shade = example.peak().cssClass();
        html.open("mark").attribute("tabindex", 0).attribute("class", shade == null ? "peak" : "peak " + shade);
        TokenMarkup.write(html, example.peak()).close("mark");
        html.open("span").attribute("class", example.cutAfter() ? "f cut" : "f").inside();
        TokenMarkup.write(html, example.after());
        return html.close("span").close("p").toString();
    }
}
