package org.featurescope.core.table;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A feature with all that is kept of it, as a row: of the Parquet tables that the site and {@code export} write, and of the JSON lines of
 * {@code export}. Names and meanings are those of the JSON of a feature's page; what is not known is null.
 *
 * @param run its number
 * @param density share of tokens with an activation above 0
 * @param lookupShare of the variance that the token alone explains
 * @param histogramEdges ends of the bins of activations; empty: not known
 * @param histogramCounts tokens in each
 * @param lookup the tokens with the largest mean activation, largest first
 * @param raises tokens whose logit it raises most
 * @param lowers likewise lowers
 * @param similar by cosine, of its own source and of others
 * @param coactive by correlation
 */
public record TableFeature(
        String model,
        String source,
        long run,
        int index,
        @Nullable Double density,
        @Nullable Long activeTokens,
        @Nullable Long activeContexts,
        @Nullable Float max,
        @Nullable Float min,
        @Nullable Double mean,
        @Nullable Double standardDeviation,
        @Nullable Double skewness,
        @Nullable Double kurtosis,
        @Nullable Double lookupShare,
        @Nullable Double inputNorm,
        @Nullable Double outputNorm,
        @Nullable Double inputOutputCosine,
        List<Double> histogramEdges,
        List<Long> histogramCounts,
        List<Label> labels,
        List<Entry> lookup,
        List<Effect> raises,
        List<Effect> lowers,
        List<Near> similar,
        List<Near> coactive,
        List<Explanation> explanations,
        List<Text> examples) {

    /**
     * @param label null: contexts whose corpus does not say
     * @param contexts of the label
     * @param auc null where all contexts have the label, or none
     */
    public record Label(
            String corpus,
            @Nullable String label,
            long contexts,
            @Nullable Double auc) {}

    /** @param mean activation at this token */
    public record Entry(int tokenId, String token, double mean, long count) {}

    public record Effect(int tokenId, String token, float effect) {}

    public record Near(String source, int index, float value) {}

    public record Explanation(
            String description,
            @Nullable String method,
            @Nullable String explainer) {}

    /**
     * An example.
     *
     * @param group {@code top}, {@code interval-3} and the like
     * @param rank within the group, from 1
     * @param context its number in the corpus
     * @param firstToken of the document's tokens, the one that the context starts with
     * @param tokens texts, together the text of the context
     * @param activations one for each token; null: not known
     */
    public record Text(
            String group,
            int rank,
            String corpus,
            String document,
            @Nullable String title,
            @Nullable String label,
            int context,
            int firstToken,
            float peak,
            int peakPosition,
            List<String> tokens,
            List<Integer> tokenIds,
            List<@Nullable Float> activations) {}
}
