package org.featurescope.web.evidence;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of {@link FeatureRepository} whose query depends on the order. */
interface FeatureList {

    /**
     * The features of one source that come after a cursor, in the direction of reading, which for a backward cursor is against
     * the order.
     *
     * @param after where to begin; null: at the first
     * @param limit how many at most
     */
    List<FeatureEntity> list(int run, int source, ListOrder order, @Nullable Cursor after, int limit);
}
