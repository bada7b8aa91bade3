package org.featurescope.web.search;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.featurescope.web.catalog.Place;
import org.jspecify.annotations.Nullable;

/**
 * Where is searched: places, each with the features that other conditions leave.
 *
 * @param places all that are searched
 * @param allowed of each place, its features; null: no condition narrows them
 */
record Scope(List<Place> places, @Nullable Map<Place, BitSet> allowed) {

    Scope {
        places = List.copyOf(places);
    }

    /** A source of a run, by keys. */
    record Key(int run, int source) {}

    /** A corpus of a run. */
    record CorpusKey(int contextSet, int run, int ordinal, int tokenizer) {}

    Map<Key, Place> byKey() {
        Map<Key, Place> byKey = new HashMap<>();
        places.forEach(
                place -> byKey.put(new Key(place.keys().runId(), place.keys().sourceId()), place));
        return byKey;
    }

    Set<Integer> runs() {
        Set<Integer> runs = new LinkedHashSet<>();
        places.forEach(place -> runs.add(place.keys().runId()));
        return runs;
    }

    /** By context set: who saw it. */
    Map<Integer, List<CorpusKey>> corpora() {
        Map<Integer, List<CorpusKey>> corpora = new LinkedHashMap<>();
        Set<Integer> seen = new LinkedHashSet<>();
        for (Place place : places) {
            if (seen.add(place.keys().runId())) {
                for (int ordinal = 0; ordinal < place.keys().corpora().size(); ordinal++) {
                    int set = place.keys().corpora().get(ordinal).contextSetId();
                    corpora.computeIfAbsent(set, key -> new ArrayList<>())
                            .add(new CorpusKey(
                                    set,
                                    place.keys().runId(),
                                    ordinal,
                                    place.keys().tokenizerId()));
                }
            }
        }
        return corpora;
    }

    boolean allows(Place place, int feature) {
        if (allowed == null) {
            return true;
        }
        BitSet features = allowed.get(place);
        return features != null && features.get(feature);
    }
}
