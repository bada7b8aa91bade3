package org.featurescope.web.feature;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.jspecify.annotations.Nullable;

/**
 * Which features an address asks to compare.
 *
 * @param run text: a run to pin; null: the newest
 */
record CompareRequest(
        String model, String source, String index, @Nullable String run) {

    static final int FEWEST = 2;
    static final int MOST = 4;

    private static final Pattern FEATURE =
            Pattern.compile("/?([a-z0-9._-]+)/([a-z0-9._-]+)/(0|[1-9][0-9]{0,8})(?:@([1-9][0-9]{0,8}))?");

    /** Reads the values of the parameter {@code f}; the same feature twice counts once. Ends in a 400 that says how to ask. */
    static List<CompareRequest> of(@Nullable List<String> values) {
        List<String> given = values == null
                ? List.of()
                : values.stream()
                        .map(String::strip)
                        .filter(each -> !each.isEmpty())
                        .distinct()
                        .toList();
        List<CompareRequest> requests =
                given.stream().map(CompareRequest::of).distinct().toList();
        if (requests.size() < FEWEST || requests.size() > MOST) {
            throw refused("f must be given for %d to %d features, got %d.".formatted(FEWEST, MOST, requests.size()));
        }
        return requests;
    }

    private static CompareRequest of(String text) {
        Matcher matcher = FEATURE.matcher(text);
        if (!matcher.matches()) {
            throw refused("f must be model/source/index, perhaps with @run behind it, got " + text + ".");
        }
        return new CompareRequest(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4));
    }

    private static PageProblem refused(String detail) {
        return PageProblem.badRequest(
                detail + " For example /compare?f=model/0-mlp/1&f=model/0-mlp/2.",
                "Start from",
                List.of(new PageLink("All models", Links.home())));
    }

    /** As it stands in an address. */
    String text() {
        return model + "/" + source + "/" + index + (run == null ? "" : "@" + run);
    }
}
