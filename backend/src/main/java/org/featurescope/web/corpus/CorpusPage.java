package org.featurescope.web.corpus;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A corpus: what was indexed of it, and its documents; as JSON the twin of the HTML page.
 *
 * @param run that labels and counts are of: the newest, or the one asked for
 * @param runs that read it, newest first
 * @param licences of its stored documents, the most frequent first
 * @param label that the documents are narrowed to; null: all are listed
 * @param documents that some run keeps evidence in, by number
 * @param previous the JSON of the pages beside it; null at the ends, likewise {@code next}
 */
public record CorpusPage(
        int schema,
        String corpus,
        String url,
        String sha256,
        Run run,
        List<Run> runs,
        List<Label> labels,
        List<Licence> licences,
        @Nullable String label,
        List<Document> documents,
        @Nullable String previous,
        @Nullable String next) {

    public CorpusPage {
        runs = List.copyOf(runs);
        labels = List.copyOf(labels);
        licences = List.copyOf(licences);
        documents = List.copyOf(documents);
    }

    /**
     * A run that read the corpus.
     *
     * @param contexts that it read of it
     * @param tokens that it counted
     */
    public record Run(
            int run,
            String name,
            String model,
            String url,
            int contextTokens,
            @Nullable Long contexts,
            @Nullable Long tokens) {}

    /** @param label null: contexts whose documents have none */
    public record Label(@Nullable String label, long contexts, long tokens) {}

    /** @param licence null: documents that say none */
    public record Licence(@Nullable String licence, long documents) {}

    /**
     * @param document its position in the corpus, from 0
     * @param id its own
     */
    public record Document(
            int document,
            String id,
            String url,
            @Nullable String title,
            @Nullable String label,
            @Nullable String source,
            @Nullable String licence) {}
}
