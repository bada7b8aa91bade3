package org.featurescope.web.catalog;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.featurescope.web.text.Vocabularies;
import org.jspecify.annotations.Nullable;

/**
 * Where the numbers of a page come from. A run never changes.
 *
 * @param tokens that were counted; special positions are left out
 * @param contexts that were read
 * @param contextTokens the longest context, beginning-of-text token included
 * @param corpus its name
 * @param topK examples kept of a feature, at most
 * @param maxTokens the limit that was asked for; null: none
 * @param nonFinite activations that were NaN or infinite, and left out
 * @param seconds that the run took
 * @param bosToken the text of the token in front of every context; null: none
 */
public record RunFacts(
        int id,
        String name,
        long tokens,
        long contexts,
        int contextTokens,
        String corpus,
        String corpusSha256,
        int topK,
        @Nullable Long maxTokens,
        int batchContexts,
        long nonFinite,
        String dtype,
        String device,
        String programVersion,
        double seconds,
        Instant publishedAt,
        String weightsSha256,
        String tokenizerSha256,
        @Nullable Integer bosTokenId,
        @Nullable String bosToken,
        @Nullable String manifest,
        List<RunLabel> labels) {

    public RunFacts {
        labels = List.copyOf(labels);
    }

    static RunFacts of(RunSourceEntity row, Vocabularies vocabularies) {
        RunEntity run = row.run;
        ContextSetEntity set = run.contextSet;
        Integer bos = set.bosTokenId;
        HexFormat hex = HexFormat.of();
        return new RunFacts(
                run.id,
                run.name,
                run.tokens,
                run.contexts,
                set.contextTokens,
                set.corpus.name,
                hex.formatHex(set.corpus.sha256),
                run.topK,
                run.maxTokens,
                run.batchContexts,
                run.nonFinite,
                run.dtype,
                run.device,
                run.programVersion,
                run.seconds,
                run.publishedAt,
                hex.formatHex(row.source.model.weightsSha256),
                hex.formatHex(set.tokenizer.sha256),
                bos,
                bos == null ? null : vocabularies.get(set.tokenizer.id).text(bos),
                null,
                List.of());
    }
}
