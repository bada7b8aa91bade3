package org.featurescope.web.feature;

import java.util.Arrays;
import java.util.List;
import org.featurescope.web.chart.Scale;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.Words;

/**
 * How the page of a feature is looked at. Links from one feature to the next keep it.
 *
 * @param whole whether whole contexts are shown, or only what is near the peak
 * @param around how many columns of text a snippet has on each side of the peak
 * @param borders whether the borders of tokens are drawn
 * @param scale of the histogram
 */
record Look(GroupChoice group, boolean whole, int around, boolean borders, Scale scale) {

    static final int USUAL_COLUMNS = 64;
    static final int WIDE_COLUMNS = 160;
    private static final int LEAST_COLUMNS = 8;
    private static final int MOST_COLUMNS = 512;

    static final Look USUAL = new Look(GroupChoice.TOP, false, USUAL_COLUMNS, false, Scale.LOG);

    /** The parameters of an address as they stand there. */
    record Parameters(String group, String view, String around, String borders, String scale) {}

    /**
     * Reads the parameters of an address; ends in a 400 that lists what is allowed.
     *
     * @param url of the page, for the list
     */
    static Look of(String url, Parameters text) {
        return new Look(
                group(url, text.group),
                isOn(url, "view", text.view, "snippet", "context"),
                columns(url, text.around),
                isOn(url, "borders", text.borders, "off", "on"),
                scale(url, text.scale));
    }

    static GroupChoice group(String url, String text) {
        return GroupChoice.parse(text)
                .orElseThrow(() -> PageProblem.badRequest(
                        Words.of("problem.group", text),
                        Words.of("problem.group.known"),
                        GroupChoice.WHOLE_KINDS.stream()
                                .map(choice -> new PageLink(
                                        choice.parameter(), USUAL.with(choice).on(url)))
                                .toList()));
    }

    private static boolean isOn(String url, String name, String text, String off, String on) {
        if (!text.equals(on) && !text.equals(off)) {
            throw PageProblem.badRequest(
                    Words.of("problem.either", name, off, on, text),
                    Words.of("problem.values", name),
                    List.of(new PageLink(off, url), new PageLink(on, Links.with(url, name, on))));
        }
        return text.equals(on);
    }

    private static int columns(String url, String text) {
        int columns = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (columns < LEAST_COLUMNS || columns > MOST_COLUMNS) {
            throw PageProblem.badRequest(
                    Words.of("problem.around", String.valueOf(LEAST_COLUMNS), String.valueOf(MOST_COLUMNS), text),
                    Words.of("problem.around.known"),
                    List.of(
                            new PageLink(String.valueOf(USUAL_COLUMNS), url),
                            new PageLink(
                                    String.valueOf(WIDE_COLUMNS),
                                    USUAL.wide(WIDE_COLUMNS).on(url))));
        }
        return columns;
    }

    private static Scale scale(String url, String text) {
        return Arrays.stream(Scale.values())
                .filter(scale -> scale.parameter().equals(text))
                .findFirst()
                .orElseThrow(() -> PageProblem.badRequest(
                        Words.of("problem.either", "scale", "linear", "log", text),
                        Words.of("problem.values", "scale"),
                        Arrays.stream(Scale.values())
                                .map(scale ->
                                        new PageLink(scale.parameter(), Links.with(url, "scale", scale.parameter())))
                                .toList()));
    }

    Look with(GroupChoice other) {
        return new Look(other, whole, around, borders, scale);
    }

    Look with(Scale other) {
        return new Look(group, whole, around, borders, other);
    }

    /** With snippets of so many columns on each side. */
    Look wide(int columns) {
        return new Look(group, false, columns, borders, scale);
    }

    Look wholeContexts() {
        return new Look(group, true, USUAL_COLUMNS, borders, scale);
    }

    Look withBorders(boolean drawn) {
        return new Look(group, whole, around, drawn, scale);
    }

    /** Whether a snippet is one line, whose sides may be cut off where the screen ends. */
    boolean isOneLine() {
        return !whole && around <= USUAL_COLUMNS;
    }

    /** The address of a page, looked at like this; what is usual is left out. */
    String on(String url) {
        String address = url;
        if (!group.equals(USUAL.group)) {
            address = Links.with(address, "group", group.parameter());
        }
        if (whole) {
            address = Links.with(address, "view", "context");
        } else if (around != USUAL_COLUMNS) {
            address = Links.with(address, "around", String.valueOf(around));
        }
        if (borders) {
            address = Links.with(address, "borders", "on");
        }
        return scale == USUAL.scale ? address : Links.with(address, "scale", scale.parameter());
    }
}
