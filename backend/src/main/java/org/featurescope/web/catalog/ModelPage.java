package org.featurescope.web.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model and what is indexed of it; as JSON the twin of the HTML page.
 *
 * @param family null, like the numbers below it and the hash, of a model that is known from imports alone
 * @param runs the newest run of each source, or the one asked for; each once, newest first
 * @param leaders of each label the feature that tells it apart best, in the newest runs; by AUC
 */
public record ModelPage(
        int schema,
        String model,
        String url,
        @Nullable String family,
        @Nullable Integer layers,
        @Nullable Integer dModel,
        @Nullable Integer dMlp,
        @Nullable Integer heads,
        @Nullable Long parameters,
        @Nullable Integer vocabularySize,
        @Nullable String weightsSha256,
        List<Source> sources,
        List<RunFacts> runs,
        List<Highlight> leaders) {

    public ModelPage {
        leaders = List.copyOf(leaders);
        sources = List.copyOf(sources);
        runs = List.copyOf(runs);
    }

    /**
     * @param layer null for a hook point of no layer
     * @param run the number of its newest run, or of the one asked for
     * @param sae null unless it is an SAE or a transcoder
     * @param fidelity of the SAE in that run
     * @param densities of its features in that run; null: nobody counted
     */
    public record Source(
            String source,
            String kind,
            @Nullable Integer layer,
            @Nullable String hookPoint,
            int features,
            String url,
            int run,
            @Nullable SaeFacts sae,
            @Nullable FidelityFacts fidelity,
            @Nullable DensityProfile densities) {}
}
