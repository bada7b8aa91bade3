package org.featurescope.web.search;

import java.util.ArrayList;
import java.util.List;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Words;

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
            remarks.add(Words.of("search.remark.looked", Numbers.count(matching), Numbers.count(lookedAt)));
        }
        if (stopped) {
            remarks.add(Words.of("search.remark.stopped"));
        } else if (!complete()) {
            remarks.add(Words.of(
                    narrowed ? "search.remark.sample" : "search.remark.sample.any", Numbers.count(candidates)));
        }
        return remarks;
    }
}
