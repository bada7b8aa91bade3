package org.featurescope.web.catalog;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.featurescope.web.common.Links;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes the start page and the pages of models. */
@Component
class CatalogPages {

    private static final Comparator<RunFacts> NEWEST_FIRST =
            Comparator.comparingInt(RunFacts::id).reversed();

    private final Catalog catalog;

    CatalogPages(Catalog catalog) {
        this.catalog = catalog;
    }

    @Transactional(readOnly = true)
    public HomePage home() {
        Map<String, List<Place>> places = catalog.newestPlaces(null).stream()
                .collect(Collectors.groupingBy(place -> place.source().model()));
        return new HomePage(
                1,
                catalog.models().stream()
                        .filter(model -> places.containsKey(model.name))
                        .map(model -> card(model, places.getOrDefault(model.name, List.of())))
                        .toList());
    }

    @Transactional(readOnly = true)
    public ModelPage model(String name) {
        ModelEntity model = catalog.model(name);
        List<Place> places = catalog.newestPlaces(name);
        return new ModelPage(
                1,
                name,
                Links.model(name),
                model.family,
                model.layers,
                model.dModel,
                model.dMlp,
                model.heads,
                model.parameters,
                model.vocabularySize,
                HexFormat.of().formatHex(model.weightsSha256),
                places.stream().map(CatalogPages::source).toList(),
                runs(places));
    }

    private static HomePage.Card card(ModelEntity model, List<Place> places) {
        return new HomePage.Card(
                model.name,
                Links.model(model.name),
                model.family,
                model.layers,
                model.dModel,
                model.dMlp,
                model.parameters,
                model.vocabularySize,
                places.size(),
                places.stream().mapToLong(place -> place.source().features()).sum(),
                runs(places).get(0));
    }

    private static ModelPage.Source source(Place place) {
        SourceFacts source = place.source();
        return new ModelPage.Source(
                source.name(),
                source.kind(),
                source.layer(),
                source.hookPoint(),
                source.features(),
                Links.source(source.model(), source.name()),
                place.run().id(),
                source.sae(),
                place.fidelity());
    }

    private static List<RunFacts> runs(List<Place> places) {
        return places.stream().map(Place::run).distinct().sorted(NEWEST_FIRST).toList();
    }
}
