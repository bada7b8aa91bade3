package org.featurescope.web.catalog;

import org.jspecify.annotations.Nullable;

/**
 * What is stored of a {@link Highlight}.
 *
 * @param label null: of kurtosis
 * @param tokenIds packed, of its strongest example; null: it has none
 */
record HighlightRow(
        String model,
        String source,
        String kind,
        int run,
        int feature,
        @Nullable String corpus,
        @Nullable String label,
        double value,
        int tokenizer,
        byte @Nullable [] tokenIds,
        int peakPosition) {}
