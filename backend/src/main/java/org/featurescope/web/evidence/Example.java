package org.featurescope.web.evidence;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.featurescope.core.format.ActivationPrecision;
import org.featurescope.web.text.ContextText;
import org.jspecify.annotations.Nullable;

/**
 * A context that a run kept as evidence of a feature.
 *
 * @param rank within the group, from 1
 * @param document the document's own id
 * @param source where the document comes from
 * @param context position of the context in the corpus, from 0
 * @param firstToken of the document's tokens, the one that the context starts with
 * @param peak the largest activation, exact
 * @param peakPosition its first position in the context, from 0
 * @param tokens texts as {@link ContextText#tokens} has them
 * @param tokenIds as many as tokens
 * @param corpus the name of the document's corpus
 * @param repeats where else the text around the peak was found
 * @param documentNo position of the document in the corpus, from 0
 * @param activations as many as tokens; the one at the peak is exact, the others are as exact as {@code precision} says;
 *     null: not known, which is so in some imports
 */
public record Example(
        int rank,
        String corpus,
        String document,
        @Nullable String title,
        @Nullable String label,
        @Nullable String source,
        @Nullable String licence,
        int context,
        int firstToken,
        float peak,
        int peakPosition,
        List<String> tokens,
        List<Integer> tokenIds,
        List<@Nullable Float> activations,
        List<Repeat> repeats,
        @JsonIgnore int documentNo,
        @JsonIgnore ActivationPrecision precision,
        @JsonIgnore ContextText text) {

    public Example {
        repeats = List.copyOf(repeats);
    }

    /** Another place of the same text. */
    public record Repeat(String corpus, String document, int context, int peakPosition, float peak) {}
}
