package org.featurescope.web.feature;

import java.util.Arrays;
import java.util.List;
import org.featurescope.web.chart.Scale;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;

/**
 * How the page of a feature is looked at. Links from one feature to the next keep it.
 *
 * @param whole whether whole contexts are shown, or only what is near the peak
 * @param scale of the histogram
 */
record Look(GroupChoice group, boolean whole, Scale scale) {

    static final Look USUAL = new Look(GroupChoice.TOP, false, Scale.LOG);

    /**
     * Reads the parameters of an address; ends in a 400 that lists what is allowed.
     *
     * @param url of the page, for the list
     */
    static Look of(String url, String group, String view, String scale) {
        return new Look(group(url, group), isWhole(url, view), scale(url, scale));
    }

    static GroupChoice group(String url, String text) {
        return GroupChoice.parse(text)
                .orElseThrow(() -> PageProblem.badRequest(
                        "group must be top, bottom, intervals, random, labels, gate, all or the name of one group, got "
                                + text + ".",
                        "Known groups",
                        GroupChoice.WHOLE_KINDS.stream()
                                .map(choice -> new PageLink(
                                        choice.parameter(), USUAL.with(choice).on(url)))
                                .toList()));
    }

    private static boolean isWhole(String url, String text) {
        return switch (text) {
            case "snippet" -> false;
            case "context" -> true;
            default ->
                throw PageProblem.badRequest(
                        "view must be snippet or context, got " + text + ".",
                        "Known views",
                        List.of(
                                new PageLink("snippet", url),
                                new PageLink("context", USUAL.with(true).on(url))));
        };
    }

    private static Scale scale(String url, String text) {
        return Arrays.stream(Scale.values())
                .filter(scale -> scale.parameter().equals(text))
                .findFirst()
                .orElseThrow(() -> PageProblem.badRequest(
                        "scale must be linear or log, got " + text + ".",
                        "Known scales",
                        Arrays.stream(Scale.values())
                                .map(scale ->
                                        new PageLink(scale.parameter(), Links.with(url, "scale", scale.parameter())))
                                .toList()));
    }

    Look with(GroupChoice other) {
        return new Look(other, whole, scale);
    }

    Look with(boolean otherWhole) {
        return new Look(group, otherWhole, scale);
    }

    Look with(Scale other) {
        return new Look(group, whole, other);
    }

    /** The address of a page, looked at like this; what is usual is left out. */
    String on(String url) {
        String address = url;
        if (!group.equals(USUAL.group)) {
            address = Links.with(address, "group", group.parameter());
        }
        if (whole) {
            address = Links.with(address, "view", "context");
        }
        return scale == USUAL.scale ? address : Links.with(address, "scale", scale.parameter());
    }
}
