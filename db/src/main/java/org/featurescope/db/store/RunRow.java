package org.featurescope.db.store;

import java.util.List;
import java.util.function.Function;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.core.evidence.LabelCount;
import org.jspecify.annotations.Nullable;

/**
 * What a run did.
 *
 * @param manifest everything that determines the result, as the run wrote it before it began; JSON
 * @param evidence how much was kept; null: of an import nobody said
 * @param corpora how much was read of each, in the order in which the run was begun with them
 * @param labels by number
 * @param nonFinite activations that were NaN or infinite, and left out
 * @param firstNonFinite null if there was none
 * @param maxTokens the limit that was asked for; null: none
 * @param batchContexts null, like the two below: of an import nobody said
 * @param seconds that indexing took
 * @param origin the format that it was imported from; null: it was computed by an indexer
 */
public record RunRow(
        String name,
        String manifest,
        @Nullable EvidenceSettings evidence,
        List<CorpusCount> corpora,
        List<LabelCount> labels,
        long nonFinite,
        @Nullable NonFinitePlace firstNonFinite,
        @Nullable Long maxTokens,
        @Nullable Integer batchContexts,
        @Nullable String dtype,
        @Nullable String device,
        String programVersion,
        double seconds,
        @Nullable String origin) {

    public RunRow {
        corpora = List.copyOf(corpora);
        labels = List.copyOf(labels);
        Require.atLeast(0, nonFinite, "nonFinite");
        if (maxTokens != null) {
            Require.atLeast(1, maxTokens, "maxTokens");
        }
        if (batchContexts != null) {
            Require.atLeast(1, batchContexts, "batchContexts");
        }
        Require.finite(seconds, "seconds");
    }

    /** Of a run that an indexer computed. */
    public RunRow(
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
        this(
                name,
                manifest,
                evidence,
                corpora,
                labels,
                nonFinite,
                firstNonFinite,
                maxTokens,
                batchContexts,
                dtype,
                device,
                programVersion,
                seconds,
                null);
    }

    /** Of a run that was imported: what was measured, and how, is not known. */
    public static RunRow imported(
            String name,
            String origin,
            String manifest,
            List<CorpusCount> corpora,
            String programVersion,
            double seconds) {
        return new RunRow(
                name,
                manifest,
                null,
                corpora,
                List.of(),
                0,
                null,
                null,
                null,
                null,
                null,
                programVersion,
                seconds,
                origin);
    }

    /** That were read; null: not known of one of the corpora. */
    public @Nullable Long contexts() {
        return sum(CorpusCount::contexts);
    }

    /** That were counted: special positions left out; null: not known of one of the corpora. */
    public @Nullable Long tokens() {
        return sum(CorpusCount::tokens);
    }

    private @Nullable Long sum(Function<CorpusCount, @Nullable Long> count) {
        long sum = 0;
        for (CorpusCount corpus : corpora) {
            Long one = count.apply(corpus);
            if (one == null) {
                return null;
            }
            sum += one;
        }
        return sum;
    }
}
