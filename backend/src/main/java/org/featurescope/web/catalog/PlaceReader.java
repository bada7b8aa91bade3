package org.featurescope.web.catalog;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.featurescope.web.catalog.Catalog.Wanted;
import org.featurescope.web.text.Vocabularies;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads places from the database, each with everything that hangs on it. */
@Component
class PlaceReader {

    private final RunSourceRepository runSources;
    private final Vocabularies vocabularies;

    PlaceReader(RunSourceRepository runSources, Vocabularies vocabularies) {
        this.runSources = runSources;
        this.vocabularies = vocabularies;
    }

    /** A source in its newest run. */
    @Transactional(readOnly = true)
    public Optional<Place> newest(String model, String source) {
        return runSources.newestOfSource(model, source).map(this::newest);
    }

    /** A source in another run than its newest. */
    @Transactional(readOnly = true)
    public Optional<Place> pinned(String model, String source, int run, int newestRun) {
        return runSources.ofRun(model, source, run).map(row -> place(row, OptionalInt.of(run), newestRun));
    }

    /** Several sources in their newest runs and in those that are wanted, by two queries at most; what does not exist is missing. */
    @Transactional(readOnly = true)
    public Map<Wanted, Place> read(Collection<Wanted> wanted) {
        List<String> names = wanted.stream()
                .map(each -> each.model() + "/" + each.source())
                .distinct()
                .toList();
        List<RunSourceEntity> newest = runSources.newestOf(names);
        List<Integer> runs = wanted.stream()
                .flatMapToInt(each -> each.number().stream())
                .filter(run -> newest.stream().noneMatch(row -> row.run.id == run))
                .distinct()
                .boxed()
                .toList();
        List<RunSourceEntity> pinned = runs.isEmpty() ? List.of() : runSources.ofRuns(names, runs);
        Map<Wanted, Place> places = new HashMap<>();
        for (Wanted each : wanted) {
            newest.stream()
                    .filter(row -> is(row, each))
                    .flatMap(last -> Stream.concat(Stream.of(newest(last)), others(last, pinned)))
                    .forEach(place -> places.put(Wanted.of(place), place));
        }
        return places;
    }

    private Stream<Place> others(RunSourceEntity newest, List<RunSourceEntity> pinned) {
        return pinned.stream()
                .filter(row -> row.source.id == newest.source.id)
                .map(row -> place(row, OptionalInt.of(row.run.id), newest.run.id));
    }

    private static boolean is(RunSourceEntity row, Wanted wanted) {
        return row.source.model.name.equals(wanted.model()) && row.source.name.equals(wanted.source());
    }

    /** Every source of a model, or of all when null, in its newest run; by model, layer and name. */
    @Transactional(readOnly = true)
    public List<Place> newestOf(@Nullable String model) {
        List<RunSourceEntity> rows = model == null ? runSources.newest() : runSources.newestOfModel(model);
        return rows.stream().map(this::newest).toList();
    }

    /** The places of one run, pinned to it; by layer and name. */
    @Transactional(readOnly = true)
    public List<Place> ofRun(int run) {
        return runSources.allOfRun(run).stream()
                .map(row -> place(row, OptionalInt.of(run), run))
                .toList();
    }

    /** The sources of one run; by layer and name. */
    List<SourceFacts> sourcesOfRun(int run) {
        return runSources.allOfRun(run).stream()
                .map(row -> SourceFacts.of(row.source))
                .toList();
    }

    private Place newest(RunSourceEntity row) {
        return place(row, OptionalInt.empty(), row.run.id);
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
}
