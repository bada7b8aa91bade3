package org.featurescope.web.bulk;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.Words;
import org.featurescope.web.feature.GroupChoice;
import org.jspecify.annotations.Nullable;

/**
 * Which features are asked for, and how much of them.
 *
 * @param examples of each group, at most
 */
record BulkRequest(List<Name> names, GroupChoice group, int examples) {

    static final int MOST_FEATURES = 100;
    static final int MOST_EXAMPLES = 1_000;

    private static final Pattern NAME =
            Pattern.compile("/?([a-z0-9._-]{1,200})/([a-z0-9._-]{1,200})/(0|[1-9][0-9]{0,8})(?:@([1-9][0-9]{0,8}))?");

    /** A feature as addresses name it. @param run null: the newest */
    record Name(
            String model,
            String source,
            int index,
            @Nullable String run) {

        String text() {
            return model + "/" + source + "/" + index + (run == null ? "" : "@" + run);
        }
    }

    /** A request with a body. */
    record Body(
            @Nullable List<String> features,
            @Nullable String group,
            @Nullable Integer limit) {}

    static BulkRequest of(Body body) {
        return of(body.features, body.group, body.limit == null ? null : String.valueOf(body.limit));
    }

    /** Texts as parameters have them; ends in a 400 that says how to ask. */
    static BulkRequest of(@Nullable List<String> features, @Nullable String group, @Nullable String limit) {
        List<String> given = features == null ? List.of() : features;
        if (given.isEmpty() || given.size() > MOST_FEATURES) {
            throw refused("problem.bulk", String.valueOf(MOST_FEATURES), String.valueOf(given.size()));
        }
        return new BulkRequest(
                given.stream().map(BulkRequest::name).toList(), group(Links.features(), group), examples(limit));
    }

    static GroupChoice group(String url, @Nullable String text) {
        return text == null ? GroupChoice.of(url, "top") : GroupChoice.of(url, text);
    }

    static int examples(@Nullable String text) {
        if (text == null) {
            return MOST_EXAMPLES;
        }
        int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : -1;
        if (limit < 0 || limit > MOST_EXAMPLES) {
            throw refused("problem.bulk.limit", String.valueOf(MOST_EXAMPLES), text);
        }
        return limit;
    }

    private static Name name(@Nullable String text) {
        Matcher matcher = NAME.matcher(text == null ? "" : text);
        if (!matcher.matches()) {
            throw refused("problem.f", String.valueOf(text));
        }
        return new Name(matcher.group(1), matcher.group(2), Integer.parseInt(matcher.group(3)), matcher.group(4));
    }

    private static PageProblem refused(String key, String... values) {
        return PageProblem.badRequest(
                Words.of(key, values),
                Words.of("problem.ask"),
                List.of(new PageLink(Words.of("problem.ask.docs"), Links.apiDocs())));
    }
}
