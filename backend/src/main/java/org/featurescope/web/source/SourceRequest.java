package org.featurescope.web.source;

import java.util.List;
import java.util.Optional;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * What the address of a list asks for.
 *
 * @param run text of the parameter: a run to pin; null: the newest, or the one that the cursor holds
 * @param limit features of a page
 * @param tidy whether the address is as links have it; that of a form is not
 */
record SourceRequest(
        String model,
        String source,
        ListQuery query,
        @Nullable ListCursor after,
        @Nullable String run,
        int limit,
        boolean tidy) {

    static final int USUAL_LIMIT = 50;
    private static final int LARGEST_LIMIT = 500;

    /** Ends in a 400 that says what is allowed. Parameters that lists do not know are let be. */
    static SourceRequest of(String model, String source, MultiValueMap<String, String> parameters) {
        QueryReader reader = new QueryReader(Links.source(model, source), parameters);
        ListQuery query = reader.read();
        String run = reader.text("run").orElse(null);
        ListCursor after = reader.text("after")
                .map(token -> cursor(model, source, query, token, run))
                .orElse(null);
        return new SourceRequest(model, source, query, after, run, limit(reader), isTidy(parameters));
    }

    /** For the page, whose links do not carry a limit. */
    SourceRequest withUsualLimit() {
        return new SourceRequest(model, source, query, after, run, USUAL_LIMIT, tidy);
    }

    private static int limit(QueryReader reader) {
        String text = reader.text("limit").orElse(String.valueOf(USUAL_LIMIT));
        int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > LARGEST_LIMIT) {
            throw reader.problem("limit must be a number from 1 to " + LARGEST_LIMIT + ", got " + text + ".");
        }
        return limit;
    }

    /** The address of the twin of a page beside this one. */
    String json(String json, ListCursor cursor) {
        String url = query.on(json, cursor);
        return limit == USUAL_LIMIT ? url : Links.with(url, "limit", String.valueOf(limit));
    }

    private static ListCursor cursor(String model, String source, ListQuery query, String token, @Nullable String run) {
        return parsed(token)
                .filter(cursor -> cursor.list() == query.fingerprint())
                .filter(cursor -> run == null || run.equals(String.valueOf(cursor.run())))
                .orElseThrow(() -> PageProblem.badRequest(
                        "after must be a token from a link of this very list, got " + token + ".",
                        "First pages",
                        List.of(
                                new PageLink("this list", query.on(Links.source(model, source))),
                                new PageLink("all features", Links.source(model, source)))));
    }

    private static Optional<ListCursor> parsed(String token) {
        try {
            return Optional.of(ListCursor.parse(token));
        } catch (IllegalArgumentException notACursor) {
            return Optional.empty();
        }
    }

    /** Whether no form made it: those send what is empty too, and each end of a range by itself. */
    private static boolean isTidy(MultiValueMap<String, String> parameters) {
        return parameters.entrySet().stream()
                .filter(given -> QueryReader.NAMES.contains(given.getKey()))
                .allMatch(given ->
                        given.getValue().size() == 1 && !given.getValue().get(0).isEmpty());
    }

    /** The shortest address for the same. */
    String address() {
        String url = query.on(Links.source(model, source), after);
        return run == null ? url : Links.withText(url, "run", run);
    }
}
