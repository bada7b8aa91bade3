package org.featurescope.pipeline.scan;

import java.util.OptionalLong;
import org.featurescope.core.evidence.EvidenceSettings;

/**
 * What a scan reads and keeps.
 *
 * @param batchContexts contexts that run through the model together
 * @param evidence how much is kept of each feature
 * @param maxTokens the scan ends with the context that reaches so many counted tokens; empty: the whole corpus
 * @param acceptSuspect whether an SAE that looks wrongly read is indexed all the same
 */
public record ScanSettings(
        int batchContexts, EvidenceSettings evidence, OptionalLong maxTokens, boolean acceptSuspect) {

    public ScanSettings {
        require("--batch-contexts", batchContexts);
        maxTokens.ifPresent(limit -> require("--max-tokens", limit));
    }

    /** Suspect SAEs are refused. */
    public ScanSettings(int batchContexts, EvidenceSettings evidence, OptionalLong maxTokens) {
        this(batchContexts, evidence, maxTokens, false);
    }

    private static void require(String option, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " must be >= 1, got " + value);
        }
    }
}
