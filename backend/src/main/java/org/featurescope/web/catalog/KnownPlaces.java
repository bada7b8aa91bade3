package org.featurescope.web.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.featurescope.web.catalog.Catalog.Wanted;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What was read of published runs, kept as long as the same runs are published: a run never changes, and its number is never given
 * again. Which runs there are is asked each time, so what is published or deleted shows at once, whoever did it.
 */
@Component
final class KnownPlaces {

    private final JdbcTemplate jdbc;
    private volatile Known known = new Known(List.of());

    KnownPlaces(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** What is known while certain runs are published. Holds only what exists, so nobody makes it grow by asking. */
    static final class Known {

        private final List<Integer> runs;
        private final Map<Wanted, Place> places = new ConcurrentHashMap<>();
        private final Map<Integer, List<SourceFacts>> sources = new ConcurrentHashMap<>();
        private final Map<Integer, List<Place>> ofRuns = new ConcurrentHashMap<>();
        private volatile @Nullable List<Place> newest;

        private Known(List<Integer> runs) {
            this.runs = runs;
        }

        boolean holds(Wanted wanted) {
            Place newest = places.get(new Wanted(wanted.model(), wanted.source(), null));
            return places.containsKey(wanted)
                    || newest != null && wanted.number().equals(OptionalInt.of(newest.newestRun()));
        }

        void put(Wanted wanted, Place place) {
            places.put(wanted, place);
        }

        Optional<Place> place(Wanted wanted, Supplier<Optional<Place>> read) {
            Place kept = places.get(wanted);
            if (kept != null) {
                return Optional.of(kept);
            }
            Optional<Place> place = read.get();
            place.ifPresent(found -> places.put(wanted, found));
            return place;
        }

        /** Every source in its newest run. */
        List<Place> newest(Supplier<List<Place>> read) {
            List<Place> kept = newest;
            if (kept == null) {
                kept = read.get();
                newest = kept;
            }
            return kept;
        }

        /** Every source of a run, pinned to it; empty: there is no such run. */
        List<Place> ofRun(int run, Supplier<List<Place>> read) {
            List<Place> kept = ofRuns.get(run);
            if (kept != null) {
                return kept;
            }
            List<Place> found = read.get();
            if (!found.isEmpty()) {
                ofRuns.put(run, found);
            }
            return found;
        }

        List<SourceFacts> sourcesOfRun(int run, Supplier<List<SourceFacts>> read) {
            List<SourceFacts> kept = sources.get(run);
            if (kept != null) {
                return kept;
            }
            List<SourceFacts> found = read.get();
            if (!found.isEmpty()) {
                sources.put(run, found);
            }
            return found;
        }
    }

    /** The same without asking, for what hangs on a place that was just found. */
    Known last() {
        return known;
    }

    /** One query. What is read afterwards and put there is at least as new as the runs that it is kept for. */
    Known now() {
        List<Integer> runs = jdbc.queryForList("select id from run order by id", Integer.class);
        Known kept = known;
        if (!kept.runs.equals(runs)) {
            kept = new Known(List.copyOf(runs));
            known = kept;
        }
        return kept;
    }
}
