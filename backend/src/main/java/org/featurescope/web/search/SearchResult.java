package org.featurescope.web.search;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.featurescope.web.evidence.Example;
import org.featurescope.web.evidence.Statistics;
import org.featurescope.web.explanation.Explanation;
import org.jspecify.annotations.Nullable;

/**
 * A feature that was found.
 *
 * @param layer null for a hook point of no layer
 * @param run in which it was found
 * @param url address of its page
 * @param matching how many of its top examples match; null: the search was not for text
 * @param examples how many top examples it has
 * @param relativePeak the largest peak of those that match, as a share of its maximum; null likewise
 * @param score what it is ranked by where the search was not for text, as {@link SearchPage#rankedBy} says; null: it was for text
 * @param max its largest activation
 * @param matches of its top examples those that match, or else the first; at most three
 * @param explanations of it
 */
public record SearchResult(
        String model,
        String source,
        int index,
        String kind,
        @Nullable Integer layer,
        int run,
        String url,
        @Nullable Integer matching,
        int examples,
        @Nullable Double relativePeak,
        @Nullable Double score,
        @Nullable Double density,
        @Nullable Float max,
        List<Match> matches,
        List<Explanation> explanations,
        @JsonIgnore Statistics statistics) {

    public SearchResult {
        matches = List.copyOf(matches);
        explanations = List.copyOf(explanations);
    }

    /**
     * A top example.
     *
     * @param rank at the top, from 1
     * @param url address of its page
     * @param document the document's own id
     * @param context position of the context in the corpus, from 0
     * @param peak the activation there
     * @param text of the context, special tokens left out
     * @param found where in it what was searched for stands: characters (UTF-16), the first and behind the last
     */
    public record Match(
            int rank,
            String url,
            String corpus,
            String document,
            int context,
            float peak,
            int peakPosition,
            String text,
            List<List<Integer>> found,
            @JsonIgnore Example example) {

        public Match {
            found = List.copyOf(found);
        }

        boolean holds(int start, int end) {
            return found.stream().anyMatch(span -> span.get(0) < end && start < span.get(1));
        }
    }
}
