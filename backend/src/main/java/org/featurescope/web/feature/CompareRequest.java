package org.featurescope.web.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.Words;
import org.jspecify.annotations.Nullable;

/**
 * Which features an address asks to compare.
 *
 * @param run text: a run to pin; null: the newest
 */
record CompareRequest(
        String model, String source, String index, @Nullable String run) {

    static final int MOST = 4;

    private static final Pattern FEATURE =
            Pattern.compile("/?(?:([a-z0-9._-]+)/)?([a-z0-9._-]+)/(0|[1-9][0-9]{0,8})(?:@([1-9][0-9]{0,8}))?");

    /** What people paste: the address of a page, of which the run is kept. */
    private static final Pattern ADDRESS =
            Pattern.compile("(?:https?://[^/]+)?(/[^?#]*?)(?:\\.json)?(?:\\?(?:[^#]*&)?run=([0-9]+))?(?:[?&#].*)?");

    /**
     * Reads the values of the parameter {@code f}: names, or addresses of pages. The same feature twice counts once; one without
     * a model is of the model of the first. Ends in a 400 that says how to ask.
     */
    static List<CompareRequest> of(@Nullable List<String> values) {
        List<String> given = values == null
                ? List.of()
                : values.stream()
                        .map(String::strip)
                        .filter(each -> !each.isEmpty())
                        .distinct()
                        .toList();
        List<CompareRequest> requests = new ArrayList<>();
        for (String text : given) {
            CompareRequest request = of(text, requests.isEmpty() ? null : requests.get(0).model);
            if (!requests.contains(request)) {
                requests.add(request);
            }
        }
        if (requests.size() > MOST) {
            throw refused("problem.compare.most", String.valueOf(MOST), String.valueOf(requests.size()));
        }
        return requests;
    }

    private static CompareRequest of(String text, @Nullable String usualModel) {
        Matcher matcher = FEATURE.matcher(name(text));
        String model = matcher.matches() && matcher.group(1) != null ? matcher.group(1) : usualModel;
        if (!matcher.matches() || model == null) {
            throw refused("problem.f", text);
        }
        return new CompareRequest(model, matcher.group(2), matcher.group(3), matcher.group(4));
    }

    private static String name(String text) {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches()) {
            return text;
        }
        return address.group(1) + (address.group(2) == null ? "" : "@" + address.group(2));
    }

    private static PageProblem refused(String key, String... values) {
        return PageProblem.badRequest(
                Words.of("problem.compare", Words.of(key, values)),
                Words.of("problem.start"),
                List.of(new PageLink(Words.of("problem.models"), Links.home())));
    }

    /** As it stands in an address. */
    String text() {
        return model + "/" + source + "/" + index + (run == null ? "" : "@" + run);
    }
}
