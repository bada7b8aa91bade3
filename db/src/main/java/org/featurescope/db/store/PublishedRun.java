package org.featurescope.db.store;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.featurescope.core.evidence.EvidenceSettings;
import org.jspecify.annotations.Nullable;

/**
 * A published run, with what it was made of and how large it is.
 *
 * @param model its name
 * @param weightsSha256 null, like other things below, in an import: its files do not say
 * @param corpora side by side in it, in their order
 * @param contextTokens the longest context, beginning-of-text token included
 * @param bosTokenId stands in front of every context; null: none
 * @param evidence how much was kept; null, like the manifest, for a run from before there were manifests
 * @param origin the format that it was imported from; null: it was computed by an indexer
 * @param manifest everything that determines the result; JSON
 * @param maxTokens the limit that was asked for; null: none
 * @param contexts that were read
 * @param tokens that were counted
 * @param seconds that indexing took
 * @param sources in the order of layers, then of names
 * @param features of all its sources together
 * @param bytes that its features and their evidence occupy, indexes included; contexts, shared between runs, are left out
 */
public record PublishedRun(
        long id,
        String name,
        String model,
        @Nullable String weightsSha256,
        String tokenizerSha256,
        List<PublishedCorpus> corpora,
        int contextTokens,
        @Nullable Integer bosTokenId,
        @Nullable Integer topK,
        @Nullable EvidenceSettings evidence,
        @Nullable String origin,
        @Nullable String manifest,
        @Nullable Long maxTokens,
        @Nullable Long contexts,
        @Nullable Long tokens,
        @Nullable String dtype,
        @Nullable String device,
        String programVersion,
        double seconds,
        Instant publishedAt,
        List<SourceRow> sources,
        long features,
        long bytes) {

    public PublishedRun {
        corpora = List.copyOf(corpora);
        sources = List.copyOf(sources);
    }

    /** The names of its corpora, in words. */
    public String corpusNames() {
        return corpora.stream().map(each -> each.corpus().name()).collect(Collectors.joining(", "));
    }
}
