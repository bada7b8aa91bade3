package org.featurescope.pipeline.scan;

import java.util.OptionalLong;

/**
 * What a scan reads and keeps.
 *
 * @param batchContexts contexts that run through the model together
 * @param topK top examples to keep for each feature
 * @param maxTokens the scan ends with the context that reaches so many counted tokens; empty: the whole corpus
 * @param acceptSuspect whether an SAE that looks wrongly read is indexed all the same
 */
public record ScanSettings(int batchContexts, int topK, OptionalLong maxTokens, boolean acceptSuspect) {

    public ScanSettings {
        require("--batch-contexts", batchContexts);
        require("--top-k", topK);
        maxTokens.ifPresent(limit -> require("--max-tokens", limit));
    }

    /** Suspect SAEs are refused. */
    public ScanSettings(int batchContexts, int topK, OptionalLong maxTokens) {
        this(batchContexts, topK, maxTokens, false);
    }

    private static void require(String option, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " must be >= 1, got " + value);
        }
    }
}
