package org.featurescope.pipeline.scan;

import java.util.OptionalLong;

/**
 * What a scan reads and keeps.
 *
 * @param batchContexts contexts that run through the model together
 * @param topK top examples to keep for each feature
 * @param maxTokens the scan ends with the context that reaches so many counted tokens; empty: the whole corpus
 */
public record ScanSettings(int batchContexts, int topK, OptionalLong maxTokens) {

    public ScanSettings {
        require("--batch-contexts", batchContexts);
        require("--top-k", topK);
        maxTokens.ifPresent(limit -> require("--max-tokens", limit));
    }

    private static void require(String option, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " must be >= 1, got " + value);
        }
    }
}
