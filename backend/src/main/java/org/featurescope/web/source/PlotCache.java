package org.featurescope.web.source;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Supplier;
import org.featurescope.web.catalog.Place;

/**
 * The plots that were shown last. A run never changes, so neither do they; making one looks at each feature of the source several
 * times, and most visitors look at the same.
 */
final class PlotCache {

    /** Each has at most some hundred cells. */
    private static final int MOST_PLOTS = 500;

    private record Key(int run, int source, ListQuery drawn) {}

    private final Cache<Key, PlotFacts> plots =
            Caffeine.newBuilder().maximumSize(MOST_PLOTS).build();

    PlotFacts get(Place place, ListQuery query, Supplier<PlotFacts> make) {
        Key key = new Key(place.keys().runId(), place.keys().sourceId(), PlotFacts.drawn(query));
        return plots.get(key, each -> make.get());
    }
}
