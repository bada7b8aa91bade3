package org.featurescope.web.source;

import java.util.List;
import java.util.Optional;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.PageSize;
import org.featurescope.web.common.Words;
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

    /** Ends in a 400 that says what is allowed. Parameters that lists do not know are let be. */
    static SourceRequest of(String model, String source, MultiValueMap<String, String> parameters) {
        QueryReader reader = new QueryReader(Links.source(model, source), parameters);
        ListQuery query = reader.read();
        String run = reader.text("run").orElse(null);
        ListCursor after = reader.text("after")
                .map(token -> cursor(model, source, query, token, run))
                .orElse(null);
        int limit = PageSize.of(reader.text("limit").orElse(null), Links.source(model, source));
        return new SourceRequest(model, source, query, after, run, limit, isTidy(parameters));
    }

    /** For the page, whose links do not carry a limit. */
    SourceRequest withUsualLimit() {
        return new SourceRequest(model, source, query, after, run, PageSize.USUAL, tidy);
    }

    /** The address of the twin of a page beside this one. */
    String json(String json, ListCursor cursor) {
        return PageSize.on(query.on(json, cursor), limit);
    }

    private static ListCursor cursor(String model, String source, ListQuery query, String token, @Nullable String run) {
        return parsed(token)
                .filter(cursor -> cursor.list() == query.fingerprint())
                .filter(cursor -> run == null || run.equals(String.valueOf(cursor.run())))
                .orElseThrow(() -> PageProblem.badRequest(
                        Words.of("problem.after", token),
                        Words.of("problem.first"),
                        List.of(
                                new PageLink(Words.of("problem.list"), query.on(Links.source(model, source))),
                                new PageLink(Words.of("problem.features"), Links.source(model, source)))));
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
