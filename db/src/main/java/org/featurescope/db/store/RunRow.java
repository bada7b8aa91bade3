package org.featurescope.db.store;

import java.util.List;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.core.evidence.LabelCount;
import org.jspecify.annotations.Nullable;

/**
 * What a run did.
 *
 * @param manifest everything that determines the result, as the run wrote it before it began; JSON
 * @param evidence how much was kept
 * @param corpora how much was read of each, in the order in which the run was begun with them
 * @param labels by number
 * @param nonFinite activations that were NaN or infinite, and left out
 * @param firstNonFinite null if there was none
 * @param maxTokens the limit that was asked for; null: none
 * @param seconds that indexing took
 */
public record RunRow(
        String name,
        String manifest,
        EvidenceSettings evidence,
        List<CorpusCount> corpora,
        List<LabelCount> labels,
        long nonFinite,
        @Nullable NonFinitePlace firstNonFinite,
        @Nullable Long maxTokens,
        int batchContexts,
        String dtype,
        String device,
        String programVersion,
        double seconds) {

    public RunRow {
        corpora = List.copyOf(corpora);
        labels = List.copyOf(labels);
        Require.atLeast(0, nonFinite, "nonFinite");
        if (maxTokens != null) {
            Require.atLeast(1, maxTokens, "maxTokens");
        }
        Require.atLeast(1, batchContexts, "batchContexts");
        Require.finite(seconds, "seconds");
    }

    /** That were read. */
    public long contexts() {
        return corpora.stream().mapToLong(CorpusCount::contexts).sum();
    }

    /** That were counted: special positions left out. */
    public long tokens() {
        return corpora.stream().mapToLong(CorpusCount::tokens).sum();
    }
}
