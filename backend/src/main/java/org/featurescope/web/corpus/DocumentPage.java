package org.featurescope.web.corpus;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A document: its text, and the features that stand out in it; as JSON the twin of the HTML page.
 *
 * @param corpus the name of its corpus
 * @param document its position in the corpus, from 0
 * @param id its own
 * @param url in the newest run, or the one asked for
 * @param run whose features these are
 * @param part of a long document, from 1
 * @param parts how many there are at least: one more than {@code part} if another follows
 * @param passages of the text, by position; what stands between them is not stored
 * @param features by source and rank; null: the run is of a version that did not keep them
 */
public record DocumentPage(
        int schema,
        String corpus,
        String corpusUrl,
        int document,
        String id,
        @Nullable String title,
        @Nullable String label,
        @Nullable String source,
        @Nullable String licence,
        String url,
        CorpusPage.Run run,
        int part,
        int parts,
        List<Passage> passages,
        @Nullable List<Feature> features,
        @Nullable String previous,
        @Nullable String next) {

    public DocumentPage {
        passages = List.copyOf(passages);
        features = features == null ? null : List.copyOf(features);
    }

    /**
     * Contexts that follow one another.
     *
     * @param firstToken of the document's tokens, the one that it starts with
     * @param missingBefore tokens between the passage before and this one; they are in no context that is stored
     * @param contexts their numbers in the corpus
     */
    public record Passage(int firstToken, int missingBefore, List<Integer> contexts, String text) {

        public Passage {
            contexts = List.copyOf(contexts);
        }
    }

    /**
     * A feature that stands out in the document.
     *
     * @param rank in its source, from 1
     * @param context where its peak in the document stands, like {@code peakPosition} in it
     * @param peak the activation there
     * @param deviations how far that lies above the feature's mean, in its standard deviations
     * @param token the text at the peak; null: its context is not on this page
     */
    public record Feature(
            String source,
            String kind,
            int index,
            String url,
            int rank,
            int context,
            int peakPosition,
            float peak,
            float deviations,
            @Nullable String token) {}
}
