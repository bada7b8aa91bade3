package org.featurescope.web.evidence;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.featurescope.web.text.ContextText;
import org.jspecify.annotations.Nullable;

/**
 * A context that a run kept as evidence of a feature.
 *
 * @param group its number; 0: top
 * @param rank within the group, from 1
 * @param document the document's own id
 * @param source where the document comes from
 * @param context position of the context in the corpus, from 0
 * @param peak the largest activation, exact
 * @param peakPosition its first position in the context, from 0
 * @param tokens texts as {@link ContextText#tokens} has them
 * @param tokenIds as many as tokens
 * @param activations as many as tokens; the one at the peak is exact, the others have the precision of a half float
 */
public record Example(
        @JsonIgnore int group,
        int rank,
        String document,
        @Nullable String title,
        @Nullable String label,
        @Nullable String source,
        @Nullable String licence,
        int context,
        float peak,
        int peakPosition,
        List<String> tokens,
        List<Integer> tokenIds,
        List<Float> activations,
        @JsonIgnore ContextText text) {}
