package org.featurescope.web.evidence;

import java.util.Locale;

/** In what order the features of a source are listed. Equal ones follow by index, in the same direction. */
public record ListOrder(Sort sort, boolean descending) {

    /** What a list is sorted by. */
    public enum Sort {
        INDEX,
        DENSITY,
        MAX;

        /** Its name in addresses. */
        public String parameter() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** By index from the first on, by anything else from the largest on. */
        public boolean usuallyDescending() {
            return this != INDEX;
        }
    }

    /** The name of the direction in addresses: {@code asc} or {@code desc}. */
    public String direction() {
        return descending ? "desc" : "asc";
    }
}
