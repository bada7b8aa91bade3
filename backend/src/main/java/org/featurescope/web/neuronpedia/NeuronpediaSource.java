package org.featurescope.web.neuronpedia;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.RunFacts;
import org.jspecify.annotations.Nullable;

/**
 * A source as Neuronpedia's API has it.
 *
 * @param id its name
 * @param setName its name without the layer
 * @param numPrompts contexts that the run read
 * @param numTokensInPrompt the longest context
 * @param dataset names of the corpora
 */
record NeuronpediaSource(
        String id,
        String modelId,
        boolean hasDashboards,
        boolean inferenceEnabled,
        @Nullable String saelensConfig,
        @Nullable String saelensRelease,
        @Nullable String saelensSaeId,
        @Nullable String hfRepoId,
        @Nullable String hfFolderId,
        String visibility,
        @Nullable String defaultOfModelId,
        String setName,
        @Nullable String creatorId,
        boolean hasUmap,
        boolean hasUmapLogSparsity,
        boolean hasUmapClusters,
        @JsonProperty("num_prompts") @Nullable Long numPrompts,
        @JsonProperty("num_tokens_in_prompt") @Nullable Integer numTokensInPrompt,
        @Nullable String dataset,
        @Nullable String notes,
        @Nullable String cosSimMatchModelId,
        @Nullable String cosSimMatchSourceId,
        String createdAt) {

    static NeuronpediaSource of(Place place) {
        RunFacts run = place.run();
        String source = place.source().name();
        return new NeuronpediaSource(
                source,
                place.source().model(),
                true,
                false,
                null,
                null,
                null,
                null,
                null,
                "PUBLIC",
                null,
                setName(source),
                null,
                false,
                false,
                false,
                run.contexts(),
                run.contextTokens(),
                run.corpusNames(),
                null,
                null,
                null,
                Moments.text(run.publishedAt()));
    }

    /** What sources of several layers have in common: {@code resid-post} of {@code 3-resid-post}. */
    static String setName(String source) {
        return source.replaceFirst("^[0-9]+-(?=.)", "");
    }
}
