package org.featurescope.web.search;

import java.util.List;

/** A text that is looked for, in any of the ways in which it may be written. */
sealed interface TextPattern permits WordsPattern, PartPattern, RegexPattern {

    /**
     * What the words of a context that matches are like: of each list, at least one word passes at least one test. Empty: nothing
     * that the index could tell.
     */
    List<List<WordTest>> needs();

    /**
     * Where a text matches, in order; empty: nowhere.
     *
     * @throws TimeLimit.Reached when it takes too long
     */
    List<Span> find(String text, TimeLimit limit);
}
