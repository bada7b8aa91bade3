package org.featurescope.web.neuronpedia;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.featurescope.web.catalog.Catalog;
import org.featurescope.web.catalog.ModelFacts;
import org.featurescope.web.catalog.Place;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Models and sets of sources that a run has indexed, as Neuronpedia's API has them. */
@Component
class NeuronpediaCatalog {

    private final Catalog catalog;

    NeuronpediaCatalog(Catalog catalog) {
        this.catalog = catalog;
    }

    /** By id; without their sets of sources. */
    @Transactional(readOnly = true)
    public Map<String, NeuronpediaModel> byId() {
        return catalog.modelFacts().stream().collect(Collectors.toMap(ModelFacts::name, model -> model(model, null)));
    }

    /** All models with their sets of sources, by name. */
    @Transactional(readOnly = true)
    public List<NeuronpediaModel> models() {
        Map<String, List<Place>> places = catalog.newestPlaces(null).stream()
                .collect(Collectors.groupingBy(place -> place.source().model()));
        return catalog.modelFacts().stream()
                .filter(model -> places.containsKey(model.name()))
                .map(model -> model(model, places.getOrDefault(model.name(), List.of())))
                .toList();
    }

    Optional<NeuronpediaModel> model(String id) {
        return models().stream().filter(model -> model.id().equals(id)).findFirst();
    }

    /** With its sources. */
    @Transactional(readOnly = true)
    public Optional<NeuronpediaSourceSet> sourceSet(String modelId, String name) {
        return sets(catalog.newestPlaces(modelId)).stream()
                .filter(set -> set.name().equals(name))
                .findFirst();
    }

    private static List<NeuronpediaSourceSet> sets(List<Place> places) {
        Map<String, List<Place>> sets = new LinkedHashMap<>();
        for (Place place : places) {
            sets.computeIfAbsent(NeuronpediaSource.setName(place.source().name()), name -> new ArrayList<>())
                    .add(place);
        }
        return sets.values().stream().map(NeuronpediaSourceSet::of).toList();
    }

    /** @param places its newest ones; null: they are not wanted */
    private static NeuronpediaModel model(ModelFacts model, @Nullable List<Place> places) {
        String moment = places == null
                ? null
                : places.stream()
                        .map(place -> place.run().publishedAt())
                        .max(Comparator.<Instant>naturalOrder())
                        .map(Moments::text)
                        .orElse(null);
        return new NeuronpediaModel(
                model.name(),
                model.name(),
                model.name(),
                null,
                null,
                null,
                model.dModel(),
                false,
                "PUBLIC",
                null,
                null,
                null,
                false,
                false,
                model.layers(),
                model.dMlp(),
                moment,
                "",
                moment,
                null,
                places == null ? null : sets(places));
    }
}
