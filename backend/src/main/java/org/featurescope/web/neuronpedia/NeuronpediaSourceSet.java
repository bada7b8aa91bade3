package org.featurescope.web.neuronpedia;

import java.util.List;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.catalog.SaeFacts;
import org.jspecify.annotations.Nullable;

/**
 * Sources that differ in their layer alone, as Neuronpedia's API has them.
 *
 * @param type what their features are
 * @param releaseName name of the run that the first of them is from
 * @param sources null where the set is named beside something else
 */
record NeuronpediaSourceSet(
        String modelId,
        String name,
        boolean hasDashboards,
        boolean allowInferenceSearch,
        String visibility,
        String description,
        String type,
        @Nullable String creatorName,
        List<String> urls,
        @Nullable String creatorEmail,
        @Nullable String creatorId,
        @Nullable String releaseName,
        boolean hasGraphs,
        boolean graphEnabled,
        boolean similarityMatrixEnabled,
        @Nullable String defaultOfModelId,
        @Nullable String defaultGraphModelId,
        int defaultRange,
        boolean defaultShowBreaks,
        boolean showDfa,
        boolean showCorrelated,
        boolean showHeadAttribution,
        boolean showUmap,
        String createdAt,
        @Nullable List<NeuronpediaSource> sources) {

    /** The set that a source is in, without the others. */
    static NeuronpediaSourceSet of(Place place) {
        return of(place, null);
    }

    /** @param places all of one set, at least one */
    static NeuronpediaSourceSet of(List<Place> places) {
        return of(places.get(0), places.stream().map(NeuronpediaSource::of).toList());
    }

    private static NeuronpediaSourceSet of(Place place, @Nullable List<NeuronpediaSource> sources) {
        return new NeuronpediaSourceSet(
                place.source().model(),
                NeuronpediaSource.setName(place.source().name()),
                true,
                false,
                "PUBLIC",
                description(place),
                place.source().featureNoun() + "s",
                null,
                List.of(),
                null,
                null,
                place.run().name(),
                false,
                false,
                false,
                null,
                null,
                1,
                true,
                false,
                false,
                false,
                false,
                Moments.text(place.run().publishedAt()),
                sources);
    }

    private static String description(Place place) {
        SaeFacts sae = place.source().sae();
        String point = place.source().hookPoint();
        String at = point == null ? "" : " at " + point.replaceFirst("^blocks\\.\\d+\\.", "");
        return sae == null
                ? place.source().featureNoun() + "s" + at
                : sae.architecture() + " " + place.source().kind() + at;
    }
}
