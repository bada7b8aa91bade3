package org.featurescope.web.search;

import java.util.Comparator;
import org.featurescope.db.format.PeakFormat.Hits;
import org.featurescope.web.catalog.Place;
import org.jspecify.annotations.Nullable;

/**
 * A feature that a search found.
 *
 * @param hits of its top examples, as far as they were looked at; null: the search was not for text
 * @param score what it is ranked by where the search was not for text, the largest first
 */
record Candidate(Place place, int feature, @Nullable Hits hits, double score) {

    private static final Comparator<Candidate> BY_NAME = Comparator.comparing(
                    (Candidate c) -> c.place.source().model())
            .thenComparing(c ->
                    c.place.source().layer() == null ? -1 : c.place.source().layer())
            .thenComparing(c -> c.place.source().name())
            .thenComparing(c -> c.place.keys().runId())
            .thenComparing(Candidate::feature);

    /** The most useful first: of text, the most faithful; else those with the largest score. */
    static final Comparator<Candidate> BEST_FIRST = Candidate::compare;

    private static int compare(Candidate a, Candidate b) {
        int byText = a.hits != null && b.hits != null ? Hits.byFaithfulness(a.hits, b.hits) : 0;
        if (byText != 0) {
            return byText;
        }
        int byScore = Double.compare(b.score, a.score);
        return byScore != 0 ? byScore : BY_NAME.compare(a, b);
    }
}
