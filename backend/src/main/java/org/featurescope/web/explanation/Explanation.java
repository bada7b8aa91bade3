package org.featurescope.web.explanation;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person or a program says a feature means.
 *
 * @param id opaque, and lasting
 * @param language the text search configuration by which its words are stemmed, such as {@code english}
 * @param method how it was found; null: not known
 * @param explainer the model or person that wrote it; null: not known
 * @param origin where the index has it from, in words
 * @param scores as they came with it, an object each
 * @param createdAt when it came into the index
 */
public record Explanation(
        String id,
        String description,
        String language,
        @Nullable String method,
        @Nullable String explainer,
        String origin,
        List<Map<String, Object>> scores,
        Instant createdAt) {

    public Explanation {
        scores = List.copyOf(scores);
    }
}
