package org.featurescope.web.catalog;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.jspecify.annotations.Nullable;

/**
 * A feature that leads all others of its model in something.
 *
 * @param run the number of the run that says so
 * @param by {@code kurtosis}, or {@code auc} of a label
 * @param corpus of the label; null, like the label, of kurtosis
 * @param glimpse its strongest example in short; null: it has none
 * @param noun what the feature is called
 */
public record Highlight(
        String model,
        String source,
        int index,
        String url,
        int run,
        String by,
        @Nullable String corpus,
        @Nullable String label,
        double value,
        @Nullable Glimpse glimpse,
        @JsonIgnore String noun) {

    /** The text around a peak. */
    public record Glimpse(String before, String token, String after) {}
}
