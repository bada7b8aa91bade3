package org.featurescope.web.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.featurescope.web.common.Links;
import org.featurescope.web.common.PageLink;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.text.Vocabularies;
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
    private final Vocabularies vocabularies;

    Catalog(
            ModelRepository models,
            RunSourceRepository runSources,
            RetiredRunRepository retiredRuns,
            Vocabularies vocabularies) {
        this.models = models;
        this.runSources = runSources;
        this.retiredRuns = retiredRuns;
        this.vocabularies = vocabularies;
    }

    /** @param run the text of the parameter {@code run}: a run to pin, or null for the newest */
    @Transactional(readOnly = true)
    public Place place(String model, String source, @Nullable String run) {
        RunSourceEntity newest = runSources
                .newestOfSource(model, source)
                .orElseThrow(() -> retired(run).orElseGet(() -> unknownSource(model, source)));
        OptionalInt pin = run == null ? OptionalInt.empty() : OptionalInt.of(runNumber(model, source, run));
        RunSourceEntity row = pin.isEmpty() || pin.getAsInt() == newest.run.id
                ? newest
                : runSources
                        .ofRun(model, source, pin.getAsInt())
                        .orElseThrow(() -> unknownRun(model, source, pin.getAsInt()));
        return place(row, pin, newest.run.id);
    }

    /** @param run the text of the parameter {@code run}, or null for the newest */
    public record Wanted(
            String model, String source, @Nullable String run) {}

    /** Several places at once, by as many queries as one takes. */
    @Transactional(readOnly = true)
    public List<Place> places(List<Wanted> wanted) {
        List<String> names = wanted.stream()
                .map(each -> each.model + "/" + each.source)
                .distinct()
                .toList();
        List<RunSourceEntity> newest = runSources.newestOf(names);
        List<Integer> runs = wanted.stream()
                .map(Wanted::run)
                .filter(run -> run != null && run.matches("[1-9][0-9]{0,8}"))
                .map(Integer::valueOf)
                .filter(run -> newest.stream().noneMatch(row -> row.run.id == run))
                .distinct()
                .toList();
        List<RunSourceEntity> pinned = runs.isEmpty() ? List.of() : runSources.ofRuns(names, runs);
        return wanted.stream().map(each -> place(each, newest, pinned)).toList();
    }

    private Place place(Wanted wanted, List<RunSourceEntity> newest, List<RunSourceEntity> pinned) {
        return newest.stream()
                .filter(row -> is(row, wanted))
                .flatMap(last -> Stream.concat(Stream.of(last), pinned.stream().filter(row -> is(row, wanted)))
                        .filter(row -> wanted.run == null || wanted.run.equals(String.valueOf(row.run.id)))
                        .map(row -> place(
                                row,
                                wanted.run == null ? OptionalInt.empty() : OptionalInt.of(row.run.id),
                                last.run.id)))
                .findFirst()
                .orElseGet(() -> place(wanted.model, wanted.source, wanted.run)); // which says what is wrong
    }

    private static boolean is(RunSourceEntity row, Wanted wanted) {
        return row.source.model.name.equals(wanted.model) && row.source.name.equals(wanted.source);
    }

    /** The same hook point one layer below and above, as far as the same run holds it; none for an SAE. */
    public List<SourceFacts> nextLayers(Place place) {
        SourceFacts here = place.source();
        return runSources.allOfRun(place.keys().runId()).stream()
                .map(row -> SourceFacts.of(row.source))
                .filter(here::isNextTo)
                .toList();
    }

    /** Places whose newest runs cover a model, or every model when null; by model, layer and name. */
    @Transactional(readOnly = true)
    public List<Place> newestPlaces(@Nullable String model) {
        if (model != null) {
            model(model);
        }
        List<RunSourceEntity> rows = model == null ? runSources.newest() : runSources.newestOfModel(model);
        return rows.stream()
                .map(row -> place(row, OptionalInt.empty(), row.run.id))
                .toList();
    }

    /**
     * The places of one run, by layer and name.
     *
     * @param run its number, as the address has it
     */
    @Transactional(readOnly = true)
    public List<Place> placesOfRun(String run) {
        OptionalInt number = number(run);
        List<RunSourceEntity> rows = number.isEmpty() ? List.of() : runSources.allOfRun(number.getAsInt());
        if (rows.isEmpty()) {
            throw retired(run).orElseGet(() -> unknownRun(run));
        }
        return rows.stream().map(row -> place(row, number, row.run.id)).toList();
    }

    /** The places of one run that belong to a model. */
    List<Place> placesOfRun(String model, String run) {
        model(model);
        if (number(run).isEmpty()) {
            throw PageProblem.badRequest(mustBeNumber(run), "Known runs of " + model, newestRunLinks(model));
        }
        List<Place> places = placesOfRun(run);
        if (!places.get(0).source().model().equals(model)) {
            throw PageProblem.notFound(
                    "Run %s is not of %s, but of %s."
                            .formatted(run, model, places.get(0).source().model()),
                    "Known runs of " + model,
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

    private Place place(RunSourceEntity row, OptionalInt pin, int newestRun) {
        return new Place(
                SourceFacts.of(row.source),
                FidelityFacts.of(row),
                DensityProfile.of(row),
                RunFacts.of(row, vocabularies),
                Place.Keys.of(row),
                pin,
                newestRun);
    }

    private PageProblem unknownModel(String model) {
        List<PageLink> known = models().stream()
                .map(each -> new PageLink(each.name, Links.model(each.name)))
                .toList();
        return known.isEmpty()
                ? PageProblem.notFound(
                        "There is no model " + model + ", because nothing is indexed yet.",
                        "How to begin",
                        List.of(new PageLink("Start page", Links.home())))
                : PageProblem.notFound("There is no model named " + model + ".", "Known models", known);
    }

    private PageProblem unknownSource(String model, String source) {
        model(model);
        List<PageLink> known = runSources.newestOfModel(model).stream()
                .map(row -> new PageLink(row.source.name, Links.source(model, row.source.name)))
                .toList();
        return PageProblem.notFound(model + " has no source named " + source + ".", "Known sources of " + model, known);
    }

    private PageProblem unknownRun(String model, String source, int run) {
        return retired(String.valueOf(run))
                .orElseGet(() -> PageProblem.notFound(
                        "No run " + run + " holds " + model + " " + source + ".",
                        "Known runs",
                        runLinks(model, source)));
    }

    private PageProblem unknownRun(String run) {
        List<PageLink> newest = newestRunLinks(null);
        return PageProblem.notFound(
                "There is no run " + run + ".",
                newest.isEmpty() ? "Start from" : "The newest runs",
                newest.isEmpty() ? List.of(new PageLink("Start page", Links.home())) : newest);
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
                "Run %d of %s was deleted; its numbers are not kept.".formatted(run.id, run.model),
                "The newest instead",
                newest.isEmpty() ? List.of(new PageLink("All models", Links.home())) : newest);
    }

    /** @param model null: of all models */
    private List<PageLink> newestRunLinks(@Nullable String model) {
        List<RunSourceEntity> rows = model == null ? runSources.newest() : runSources.newestOfModel(model);
        return rows.stream()
                .map(row -> row.run)
                .distinct()
                .sorted(Comparator.comparingInt((RunEntity run) -> run.id).reversed())
                .limit(MOST_LINKS)
                .map(run -> new PageLink("Run " + run.id + " · " + run.name, Links.run(run.id)))
                .toList();
    }

    private static OptionalInt number(String run) {
        return run.matches("[1-9][0-9]{0,8}") ? OptionalInt.of(Integer.parseInt(run)) : OptionalInt.empty();
    }

    private static String mustBeNumber(String run) {
        return "run must be the number of a run, got " + run + ".";
    }

    private int runNumber(String model, String source, String run) {
        return number(run)
                .orElseThrow(() -> PageProblem.badRequest(mustBeNumber(run), "Known runs", runLinks(model, source)));
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
