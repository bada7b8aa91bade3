package org.featurescope.web.feature;

import java.util.List;
import org.featurescope.web.common.Html;
import org.featurescope.web.common.Words;

/** The HTML of an example: of its text, and of its place in a list. */
final class ExampleMarkup {

    private static final int CHARACTERS_OF_AN_EXAMPLE = 2048;

    private ExampleMarkup() {}

    /** What is before the peak, the peak, what is after it. */
    static String text(ExampleView example) {
        return text(shaded(example));
    }

    static String text(ShadedText text) {
        Html html = new Html(CHARACTERS_OF_AN_EXAMPLE);
        writeText(html, text);
        return html.toString();
    }

    private static ShadedText shaded(ExampleView example) {
        return new ShadedText(
                example.firstToken(),
                example.tokenIds(),
                example.cutBefore(),
                example.before(),
                example.peak(),
                example.after(),
                example.cutAfter());
    }

    /** Items of a list. */
    static String items(List<ExampleView> examples) {
        Html html = new Html(CHARACTERS_OF_AN_EXAMPLE * examples.size());
        for (ExampleView example : examples) {
            html.open("li").attribute("id", example.anchor()).inside();
            html.open("div").attribute("class", "meta").inside();
            writePlace(html, example);
            html.close("div");
            writeText(html, shaded(example));
            html.close("li");
        }
        return html.toString();
    }

    private static void writePlace(Html html, ExampleView example) {
        String rank = String.valueOf(example.example().rank());
        html.open("a")
                .attribute("href", example.url())
                .attribute("aria-label", Words.of("example.link", rank))
                .inside()
                .text(rank)
                .close("a");
        html.text(" ").element("b", example.peakValue()).text(" ");
        html.open("a")
                .attribute("class", "doc")
                .attribute("dir", "auto")
                .attribute("href", example.documentUrl())
                .attribute("title", example.place())
                .inside()
                .text(example.documentName())
                .close("a");
        if (example.times() != null) {
            html.text(" ");
            writeTimes(html, example, example.times());
        }
        if (example.label() != null) {
            html.text(" ")
                    .open("a")
                    .attribute("class", "label")
                    .attribute("dir", "auto")
                    .attribute("href", example.labelUrl())
                    .inside()
                    .text(example.label())
                    .close("a");
        }
    }

    /** Where else the text was found. */
    private static void writeTimes(Html html, ExampleView example, String times) {
        html.open("details").attribute("class", "times").inside();
        html.open("summary")
                .attribute("title", Words.of("example.times"))
                .inside()
                .text(times)
                .close("summary");
        html.open("ul").inside();
        example.places().forEach(place -> html.element("li", place));
        if (example.morePlaces() > 0) {
            html.open("li").inside().open("a").attribute("href", example.url()).inside();
            html.text(Words.of("example.more", String.valueOf(example.morePlaces())))
                    .close("a")
                    .close("li");
        }
        html.close("ul").close("details");
    }

    private static void writeText(Html html, ShadedText example) {
        html.open("p")
                .attribute("class", "t")
                .attribute("dir", "auto")
                .attribute("data-p", example.firstToken())
                .attribute("data-ids", example.tokenIds())
                .inside();
        html.open("span")
                .attribute("class", example.cutBefore() ? "b cut" : "b")
                .inside();
        html.open("span").inside();
        TokenMarkup.write(html, example.before());
        html.close("span").close("span");
        String shade = example.peak().cssClass();
        html.open("mark").attribute("tabindex", 0).attribute("class", shade == null ? "peak" : "peak " + shade);
        TokenMarkup.write(html, example.peak()).close("mark");
        html.open("span").attribute("class", example.cutAfter() ? "f cut" : "f").inside();
        TokenMarkup.write(html, example.after());
        html.close("span").close("p");
    }
}
