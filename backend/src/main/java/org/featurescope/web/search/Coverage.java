package org.featurescope.web.search;

/**
 * What a search for text looked at.
 *
 * @param matching contexts of those looked at that match; -1: the index of peaks answered, and no context was looked at
 * @param lookedAt contexts whose text was compared
 * @param candidates contexts that may match, by the words that they hold
 * @param narrowed whether candidates are those with the right words, or all there are, because the question has no word to go by
 */
record Coverage(long matching, long lookedAt, long candidates, boolean narrowed) {

    static final Coverage ALL = new Coverage(-1, 0, 0, true);

    /** Whether no feature can be missing. */
    boolean complete() {
        return lookedAt == candidates;
    }
}
