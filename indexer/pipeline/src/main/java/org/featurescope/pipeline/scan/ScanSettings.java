package org.featurescope.pipeline.scan;

import java.util.OptionalLong;
import org.featurescope.core.evidence.EvidenceSettings;

/**
 * What a scan reads and keeps.
 *
 * @param batchContexts contexts that run through the model together
 * @param shardContexts contexts of a corpus after which a checkpoint is written
 * @param evidence how much is kept of each feature
 * @param maxTokens each corpus is read up to the context that reaches so many counted tokens; empty: to its end
 * @param acceptSuspect whether an SAE that looks wrongly read is indexed all the same
 */
public record ScanSettings(
        int batchContexts,
        int shardContexts,
        EvidenceSettings evidence,
        OptionalLong maxTokens,
        boolean acceptSuspect) {

    public static final int DEFAULT_SHARD_CONTEXTS = 8192;

    public ScanSettings {
        require("--batch-contexts", batchContexts);
        require("--shard-contexts", shardContexts);
        maxTokens.ifPresent(limit -> require("--max-tokens", limit));
    }

    public ScanSettings(int batchContexts, EvidenceSettings evidence, OptionalLong maxTokens, boolean acceptSuspect) {
        this(batchContexts, DEFAULT_SHARD_CONTEXTS, evidence, maxTokens, acceptSuspect);
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
