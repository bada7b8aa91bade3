package org.featurescope.web.column;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.featurescope.db.format.ColumnFormat;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.column.FeatureColumnRepository.Stored;
import org.springframework.stereotype.Component;

/** Reads columns of numbers. Those read last are kept: a run never changes. */
@Component
public final class FeatureColumns {

    private final FeatureColumnRepository repository;
    private final ColumnCache cache = ColumnCache.ofShareOfHeap();

    FeatureColumns(FeatureColumnRepository repository) {
        this.repository = repository;
    }

    /** Which number of which place. */
    public record Wanted(Place place, ColumnKey key) {

        /** Files have shares, indexers count tokens. */
        private boolean isImportedDensity() {
            return key.metric() == Metric.DENSITY && place.run().origin() != null;
        }

        private Stored stored() {
            return new Stored(
                    place.keys().runId(),
                    place.keys().sourceId(),
                    isImportedDensity() ? ColumnFormat.DENSITY : key.stored(),
                    place.source().features());
        }
    }

    /** The columns of one place; at most one query. */
    public Map<ColumnKey, Column> read(Place place, Collection<ColumnKey> keys) {
        Map<ColumnKey, Column> columns = new HashMap<>();
        read(keys.stream().map(key -> new Wanted(place, key)).toList())
                .forEach((wanted, column) -> columns.put(wanted.key(), column));
        return columns;
    }

    /** Columns of several places; at most one query. One that the run did not measure is undefined throughout. */
    public Map<Wanted, Column> read(List<Wanted> all) {
        Map<Stored, Wanted> missing = new LinkedHashMap<>();
        Map<Stored, Column> found = new HashMap<>();
        for (Wanted wanted : all) {
            Column kept = cache.get(wanted.stored());
            if (kept == null) {
                missing.put(wanted.stored(), wanted);
            } else {
                found.put(wanted.stored(), kept);
            }
        }
        if (!missing.isEmpty()) {
            repository.read(missing.keySet()).forEach((stored, read) -> {
                Column column = scaled(Objects.requireNonNull(missing.get(stored)), read);
                cache.put(stored, column);
                found.put(stored, column);
            });
        }
        Map<Wanted, Column> columns = new HashMap<>();
        for (Wanted wanted : all) {
            columns.put(wanted, Objects.requireNonNull(found.get(wanted.stored())));
        }
        return columns;
    }

    /** Density is stored as a count, so that runs that grow need no other digits. */
    private static Column scaled(Wanted wanted, Column stored) {
        Long counted = wanted.place().run().tokens();
        if (wanted.key().metric() != Metric.DENSITY || wanted.isImportedDensity() || counted == null) {
            return stored;
        }
        long tokens = Math.max(1, counted);
        float[] density = new float[stored.features()];
        for (int i = 0; i < density.length; i++) {
            density[i] = (float) (stored.get(i) / (double) tokens);
        }
        return new Column(density);
    }
}
