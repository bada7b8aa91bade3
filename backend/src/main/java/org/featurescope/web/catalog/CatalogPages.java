package org.featurescope.web.catalog;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.SiteAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes the start page, and the pages of models and runs. */
@Component
class CatalogPages {

    private static final Comparator<RunFacts> NEWEST_FIRST =
            Comparator.comparingInt(RunFacts::id).reversed();

    private static final int HOME_LABELS = 9;
    private static final int HOME_KURTOSIS = 6;
    private static final int MODEL_LABELS = 500;

    private final Catalog catalog;
    private final Highlights highlights;
    private final SiteAddress site;

    CatalogPages(Catalog catalog, Highlights highlights, SiteAddress site) {
        this.catalog = catalog;
        this.highlights = highlights;
        this.site = site;
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
                        .toList(),
                highlights.byLabel(null, HOME_LABELS),
                highlights.byKurtosis(HOME_KURTOSIS));
    }

    /** @param run the text of the parameter {@code run}: a run to pin, or null for the newest of each source */
    @Transactional(readOnly = true)
    public ModelPage model(String name, @Nullable String run) {
        ModelEntity model = catalog.model(name);
        List<Place> places = run == null ? catalog.newestPlaces(name) : catalog.placesOfRun(name, run);
        return new ModelPage(
                1,
                name,
                run == null
                        ? Links.model(name)
                        : Links.pinned(Links.model(name), places.get(0).pin()),
                model.family,
                model.layers,
                model.dModel,
                model.dMlp,
                model.heads,
                model.parameters,
                model.vocabularySize,
                model.weightsSha256(),
                places.stream().map(CatalogPages::source).toList(),
                runs(places),
                run == null ? highlights.byLabel(name, MODEL_LABELS) : List.of());
    }

    /** @param run its number, as the address has it */
    @Transactional(readOnly = true)
    public RunPage run(String run) {
        List<Place> places = catalog.placesOfRun(run);
        String model = places.get(0).source().model();
        RunFacts facts = places.get(0).run();
        int newest = catalog.newestPlaces(model).stream()
                .mapToInt(place -> place.run().id())
                .max()
                .orElse(facts.id());
        return new RunPage(
                1,
                model,
                Links.run(facts.id()),
                facts,
                newest,
                places.stream().map(CatalogPages::source).toList(),
                Citations.of(facts, model, site.of(Links.run(facts.id()))));
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
                runs(places).get(0),
                corpora(runs(places)),
                places.stream()
                        .map(Place::source)
                        .map(source -> new HomePage.SourceName(
                                source.name(), source.kind(), Links.source(source.model(), source.name())))
                        .toList());
    }

    /** Each once, as its newest run read it. */
    private static List<HomePage.CorpusRead> corpora(List<RunFacts> runs) {
        Map<String, HomePage.CorpusRead> corpora = new LinkedHashMap<>();
        for (RunFacts run : runs) {
            for (RunCorpus corpus : run.corpora()) {
                corpora.putIfAbsent(
                        corpus.sha256(),
                        new HomePage.CorpusRead(corpus.name(), Links.corpus(corpus.sha256()), corpus.tokens()));
            }
        }
        return List.copyOf(corpora.values());
    }

    private static ModelPage.Source source(Place place) {
        SourceFacts source = place.source();
        return new ModelPage.Source(
                source.name(),
                source.kind(),
                source.layer(),
                source.hookPoint(),
                source.features(),
                Links.pinned(Links.source(source.model(), source.name()), place.pin()),
                place.run().id(),
                source.sae(),
                place.fidelity(),
                place.densities());
    }

    private static List<RunFacts> runs(List<Place> places) {
        return places.stream().map(Place::run).distinct().sorted(NEWEST_FIRST).toList();
    }
}
