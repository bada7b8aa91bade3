package org.featurescope.web.neuronpedia;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model as Neuronpedia's API has it.
 *
 * @param dimension width of the residual stream
 * @param createdAt when its newest run was published; null where a model is named beside something else
 * @param sourceSets its sets of sources; null where a model is named beside something else
 */
record NeuronpediaModel(
        String id,
        String displayNameShort,
        String displayName,
        @Nullable String creatorId,
        @Nullable String tlensId,
        @Nullable String openRouterId,
        @Nullable Integer dimension,
        boolean thinking,
        String visibility,
        @Nullable String defaultSourceSetName,
        @Nullable String defaultSourceId,
        @Nullable String defaultGraphSourceSetName,
        boolean inferenceEnabled,
        boolean instruct,
        @Nullable Integer layers,
        @Nullable Integer neuronsPerLayer,
        @Nullable String createdAt,
        String owner,
        @Nullable String updatedAt,
        @Nullable String website,
        @Nullable List<NeuronpediaSourceSet> sourceSets) {}
