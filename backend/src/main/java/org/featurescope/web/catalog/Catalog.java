package org.featurescope.web.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.Words;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finds what the names in an address mean. What is unknown ends in a {@link PageProblem} that lists what is known. */
@Component
public class Catalog {

    private static final int MOST_LINKS = 50;

    private final ModelRepository models;
    private final RunSourceRepository runSources;
    private final RetiredRunRepository retiredRuns;
    private final PlaceReader reader;
    private final KnownPlaces known;

    Catalog(
            ModelRepository models,
            RunSourceRepository runSources,
            RetiredRunRepository retiredRuns,
            PlaceReader reader,
            KnownPlaces known) {
        this.models = models;
        this.runSources = runSources;
        this.retiredRuns = retiredRuns;
        this.reader = reader;
        this.known = known;
    }

    /** @param run the text of the parameter {@code run}: a run to pin, or null for the newest */
    public Place place(String model, String source, @Nullable String run) {
        return place(known.now(), new Wanted(model, source, run));
    }

    private Place place(KnownPlaces.Known known, Wanted wanted) {
        String model = wanted.model;
        String source = wanted.source;
        Place newest = known.place(new Wanted(model, source, null), () -> reader.newest(model, source))
                .orElseThrow(() -> retired(wanted.run).orElseGet(() -> unknownSource(model, source)));
        if (wanted.run == null) {
            return newest;
        }
        int run = runNumber(model, source, wanted.run);
        return run == newest.newestRun()
                ? newest.pinned()
                : known.place(wanted, () -> reader.pinned(model, source, run, newest.newestRun()))
                        .orElseThrow(() -> unknownRun(model, source, run));
    }

    /** @param run the text of the parameter {@code run}, or null for the newest */
    public record Wanted(
            String model, String source, @Nullable String run) {

        static Wanted of(Place place) {
            return new Wanted(
                    place.source().model(),
                    place.source().name(),
                    place.pin().isEmpty() ? null : String.valueOf(place.pin().getAsInt()));
        }

        OptionalInt number() {
            return run == null ? OptionalInt.empty() : Catalog.number(run);
        }
    }

    /** Several places at once, by as many queries as one takes. */
    public List<Place> places(List<Wanted> wanted) {
        KnownPlaces.Known now = known.now();
        List<Wanted> missing = wanted.stream().filter(each -> !now.holds(each)).toList();
        if (!missing.isEmpty()) {
            reader.read(missing).forEach(now::put);
        }
        return wanted.stream().map(each -> place(now, each)).toList();
    }

    /** The same hook point one layer below and above, as far as the same run holds it; none for an SAE. */
    public List<SourceFacts> nextLayers(Place place) {
        SourceFacts here = place.source();
        int run = place.keys().runId();
        return known.last().sourcesOfRun(run, () -> reader.sourcesOfRun(run)).stream()
                .filter(here::isNextTo)
                .toList();
    }

    /** Places whose newest runs cover a model, or every model when null; by model, layer and name. */
    public List<Place> newestPlaces(@Nullable String model) {
        if (model == null) {
            return known.now().newest(() -> reader.newestOf(null));
        }
        model(model);
        return reader.newestOf(model);
    }

    /**
     * The places of one run, by layer and name.
     *
     * @param run its number, as the address has it
     */
    public List<Place> placesOfRun(String run) {
        OptionalInt number = number(run);
        List<Place> places = number.isEmpty()
                ? List.of()
                : known.now().ofRun(number.getAsInt(), () -> reader.ofRun(number.getAsInt()));
        if (places.isEmpty()) {
            throw retired(run).orElseGet(() -> unknownRun(run));
        }
        return places;
    }

    /** The places of one run, which must be of a model; by layer and name. */
    @Transactional(readOnly = true)
    public List<Place> placesOfRun(String model, String run) {
        model(model);
        if (number(run).isEmpty()) {
            throw PageProblem.badRequest(mustBeNumber(run), Words.of("problem.runs.of", model), newestRunLinks(model));
        }
        List<Place> places = placesOfRun(run);
        if (!places.get(0).source().model().equals(model)) {
            throw PageProblem.notFound(
                    Words.of(
                            "problem.run.model",
                            run,
                            model,
                            places.get(0).source().model()),
                    Words.of("problem.runs.of", model),
                    newestRunLinks(model));
        }
        return places;
    }

    /** All models, by name, whether a run is left of them or not. */
    @Transactional(readOnly = true)
    public List<ModelFacts> modelFacts() {
        return models().stream().map(ModelFacts::of).toList();
    }

    List<ModelEntity> models() {
        return models.findAllByOrderByName();
    }

    ModelEntity model(String name) {
        return models.findByName(name).orElseThrow(() -> unknownModel(name));
    }

    private PageProblem unknownModel(String model) {
        List<PageLink> known = models().stream()
                .map(each -> new PageLink(each.name, Links.model(each.name)))
                .toList();
        return known.isEmpty()
                ? PageProblem.notFound(
                        Words.of("problem.model.none", model),
                        Words.of("problem.model.begin"),
                        List.of(new PageLink(Words.of("problem.home"), Links.home())))
                : PageProblem.notFound(Words.of("problem.model", model), Words.of("problem.model.known"), known);
    }

    private PageProblem unknownSource(String model, String source) {
        model(model);
        List<PageLink> known = runSources.newestOfModel(model).stream()
                .map(row -> new PageLink(row.source.name, Links.source(model, row.source.name)))
                .toList();
        return PageProblem.notFound(
                Words.of("problem.source", model, source), Words.of("problem.source.known", model), known);
    }

    private PageProblem unknownRun(String model, String source, int run) {
        return retired(String.valueOf(run))
                .orElseGet(() -> PageProblem.notFound(
                        Words.of("problem.source.run", String.valueOf(run), model, source),
                        Words.of("problem.runs"),
                        runLinks(model, source)));
    }

    private PageProblem unknownRun(String run) {
        List<PageLink> newest = newestRunLinks(null);
        return PageProblem.notFound(
                Words.of("problem.run.none", run),
                Words.of(newest.isEmpty() ? "problem.start" : "problem.runs.newest"),
                newest.isEmpty() ? List.of(new PageLink(Words.of("problem.home"), Links.home())) : newest);
    }

    /** What to answer when a run was deleted; empty: it never was there, or is. */
    private Optional<PageProblem> retired(@Nullable String run) {
        OptionalInt number = run == null ? OptionalInt.empty() : number(run);
        return number.isEmpty()
                ? Optional.empty()
                : retiredRuns.findById(number.getAsInt()).map(this::gone);
    }

    private PageProblem gone(RetiredRunEntity run) {
        List<PageLink> newest = newestRunLinks(run.model);
        return PageProblem.gone(
                Words.of("problem.run.deleted", String.valueOf(run.id), run.model),
                Words.of("problem.run.instead"),
                newest.isEmpty() ? List.of(new PageLink(Words.of("problem.models"), Links.home())) : newest);
    }

    /** @param model null: of all models */
    private List<PageLink> newestRunLinks(@Nullable String model) {
        List<RunSourceEntity> rows = model == null ? runSources.newest() : runSources.newestOfModel(model);
        return rows.stream()
                .map(row -> row.run)
                .distinct()
                .sorted(Comparator.comparingInt((RunEntity run) -> run.id).reversed())
                .limit(MOST_LINKS)
                .map(run ->
                        new PageLink(Words.of("problem.run.link", String.valueOf(run.id), run.name), Links.run(run.id)))
                .toList();
    }

    private static OptionalInt number(String run) {
        return run.matches("[1-9][0-9]{0,8}") ? OptionalInt.of(Integer.parseInt(run)) : OptionalInt.empty();
    }

    private static String mustBeNumber(String run) {
        return Words.of("problem.run", run);
    }

    private int runNumber(String model, String source, String run) {
        return number(run)
                .orElseThrow(() ->
                        PageProblem.badRequest(mustBeNumber(run), Words.of("problem.runs"), runLinks(model, source)));
    }

    private List<PageLink> runLinks(String model, String source) {
        List<RunSourceEntity> rows = runSources.allOfSource(model, source);
        return IntStream.range(0, Math.min(rows.size(), MOST_LINKS))
                .mapToObj(i -> rows.get(i).run)
                .map(run -> new PageLink(
                        run.id + " · " + run.name, Links.pinned(Links.source(model, source), OptionalInt.of(run.id))))
                .toList();
    }
}
