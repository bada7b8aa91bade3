package org.featurescope.web.search;

import java.util.ArrayList;
import java.util.List;
import org.featurescope.web.common.Numbers;

/**
 * What a search for text looked at.
 *
 * @param matching contexts of those looked at that match; -1: the index of peaks answered, and no context was looked at
 * @param lookedAt contexts whose text was compared
 * @param candidates contexts that may match, by the words that they hold
 * @param narrowed whether candidates are those with the right words, or all there are, because the question has no word to go by
 * @param stopped whether time ran out before the last of them
 */
record Coverage(long matching, long lookedAt, long candidates, boolean narrowed, boolean stopped) {

    static final Coverage ALL = new Coverage(-1, 0, 0, true, false);

    /** Whether no feature can be missing. */
    boolean complete() {
        return lookedAt == candidates && !stopped;
    }

    /** What was looked at, in words; empty: all there is, by the index. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (matching >= 0) {
            remarks.add("%s of %s contexts that were looked at match."
                    .formatted(Numbers.count(matching), Numbers.count(lookedAt)));
        }
        if (stopped) {
            remarks.add(
                    "The search was stopped because it took too long, so not all contexts were looked at. A longer phrase,"
                            + " one model or one source leaves fewer of them. An expression that repeats what is repeated, such as (a+)+,"
                            + " takes very long on some texts: write it without, or with more plain letters side by side.");
        } else if (!complete() && narrowed) {
            remarks.add(
                    "About %s contexts may match; those looked at are a sample of them, always the same. A longer phrase looks at all."
                            .formatted(Numbers.count(candidates)));
        } else if (!complete()) {
            remarks.add(
                    ("Nothing in the question tells which of the %s contexts to look at, so a sample of them was looked at, always"
                                    + " the same. With two or more plain letters side by side that every match has, all are looked at.")
                            .formatted(Numbers.count(candidates)));
        }
        return remarks;
    }
}
