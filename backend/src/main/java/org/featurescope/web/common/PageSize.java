package org.featurescope.web.common;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many entries a page of a list has: the parameter {@code limit} of its JSON. */
public final class PageSize {

    public static final int USUAL = 50;
    private static final int LARGEST = 500;

    private PageSize() {}

    /**
     * Ends in a 400 for a text that is no such number.
     *
     * @param text of the parameter; null: the usual size
     * @param url the list
     */
    public static int of(@Nullable String text, String url) {
        if (text == null) {
            return USUAL;
        }
        int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > LARGEST) {
            throw PageProblem.badRequest(
                    Words.of("problem.limit", String.valueOf(LARGEST), text),
                    Words.of("problem.begin"),
                    List.of(new PageLink(Words.of("problem.list"), url)));
        }
        return limit;
    }

    /** An address with it, if it is not the usual one. */
    public static String on(String url, int limit) {
        return limit == USUAL ? url : Links.with(url, "limit", String.valueOf(limit));
    }
}
