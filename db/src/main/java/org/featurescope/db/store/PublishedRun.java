package org.featurescope.db.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A published run, with what it was made of and how large it is.
 *
 * @param model its name
 * @param corpus its name
 * @param contextTokens the longest context, beginning-of-text token included
 * @param bosTokenId stands in front of every context; null: none
 * @param maxTokens the limit that was asked for; null: none
 * @param contexts that were read
 * @param tokens that were counted
 * @param seconds that indexing took
 * @param sources in the order of layers, then of names
 * @param features of all its sources together
 * @param bytes that its features and examples occupy, indexes included; contexts, shared between runs, are left out
 */
public record PublishedRun(
        long id,
        String name,
        String model,
        String weightsSha256,
        String tokenizerSha256,
        String corpus,
        String corpusSha256,
        int contextTokens,
        @Nullable Integer bosTokenId,
        int topK,
        @Nullable Long maxTokens,
        long contexts,
        long tokens,
        String dtype,
        String device,
        String programVersion,
        double seconds,
        Instant publishedAt,
        List<SourceRow> sources,
        long features,
        long bytes) {

    public PublishedRun {
        sources = List.copyOf(sources);
    }
}
