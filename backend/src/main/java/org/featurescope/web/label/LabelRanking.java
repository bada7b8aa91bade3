package org.featurescope.web.label;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.featurescope.web.column.Column;
import org.jspecify.annotations.Nullable;

/**
 * The features of several sources by their AUC of one label; equal ones by source, then index. Features whose AUC is not defined
 * are in none.
 *
 * @param descending whether the largest comes first
 */
record LabelRanking(List<Column> sources, boolean descending) {

    /** @param source its place in the list of sources */
    record Place(float auc, int source, int feature) {}

    /**
     * @param before how many come before those that are shown
     * @param previous after which the page before them begins; null: it is the first, or there is none
     */
    record Shown(
            List<Place> places,
            int before,
            int all,
            @Nullable Place previous) {}

    private Comparator<Place> order() {
        Comparator<Place> byAuc = Comparator.comparingDouble(place -> descending ? -place.auc() : place.auc());
        return byAuc.thenComparingInt(Place::source).thenComparingInt(Place::feature);
    }

    /** One look at each feature, and memory for one page. @param after null: from the first on */
    Shown after(@Nullable Place after, int size) {
        Comparator<Place> order = order();
        PriorityQueue<Place> last = new PriorityQueue<>(size + 1, order.reversed());
        PriorityQueue<Place> preceding = new PriorityQueue<>(size + 2, order);
        int before = 0;
        int all = 0;
        for (int source = 0; source < sources.size(); source++) {
            Column column = sources.get(source);
            for (int feature = 0; feature < column.features(); feature++) {
                float auc = column.get(feature);
                if (Float.isNaN(auc)) {
                    continue;
                }
                all++;
                if (after != null
                        && isPast(auc, after.auc())
                        && order.compare(new Place(auc, source, feature), after) <= 0) {
                    before++;
                    offer(preceding, new Place(auc, source, feature), size + 1);
                } else if (last.size() < size || isPast(auc, last.element().auc())) {
                    offer(last, new Place(auc, source, feature), size);
                }
            }
        }
        List<Place> places = new ArrayList<>(last);
        places.sort(order);
        return new Shown(Collections.unmodifiableList(places), before, all, before > size ? preceding.element() : null);
    }

    /** Whether an AUC may come before another: the quick part of the comparison. */
    private boolean isPast(float auc, float other) {
        return descending ? auc >= other : auc <= other;
    }

    /** Keeps the greatest, in the order of the queue. */
    private static void offer(PriorityQueue<Place> kept, Place place, int size) {
        kept.add(place);
        if (kept.size() > size) {
            kept.remove();
        }
    }
}
