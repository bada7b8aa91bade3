package org.featurescope.web.source;

import org.featurescope.web.common.Links;
import org.featurescope.web.evidence.Cursor;
import org.featurescope.web.evidence.ListOrder;
import org.featurescope.web.evidence.ListOrder.Sort;

/** Addresses of one list in its orders and pages; what is usual is left out. */
final class SourceLinks {

    private SourceLinks() {}

    /** @param url the list in its usual order, as HTML or JSON, pinned or not */
    static String list(String url, ListOrder order) {
        String sorted = order.sort() == Sort.INDEX
                ? url
                : Links.with(url, "sort", order.sort().parameter());
        return order.descending() == order.sort().usuallyDescending()
                ? sorted
                : Links.with(sorted, "order", order.direction());
    }

    static String page(String url, Cursor cursor) {
        return Links.with(list(url, cursor.order()), "after", cursor.token());
    }
}
