package org.featurescope.web.source;

import org.featurescope.web.column.Column;
import org.jspecify.annotations.Nullable;

/**
 * The order of a list as numbers: a feature with a lesser rank comes first. No two are equal, since the index is part of it.
 *
 * @param key null: by index alone
 */
record Ranking(@Nullable Column key, boolean descending) {

    private static final int INDEX_BITS = 31;
    private static final long INDEX_MASK = (1L << INDEX_BITS) - 1;
    private static final long LAST = 0xFFFF_FFFFL;

    long of(int feature) {
        long index = descending ? INDEX_MASK - feature : feature;
        return key == null ? index : keyBits(key.get(feature)) << INDEX_BITS | index;
    }

    int feature(long rank) {
        long index = rank & INDEX_MASK;
        return (int) (descending ? INDEX_MASK - index : index);
    }

    private long keyBits(float value) {
        if (Float.isNaN(value)) {
            return LAST;
        }
        int bits = Float.floatToIntBits(value + 0.0f); // −0 is 0
        int ordered = bits ^ (bits >> 31 | Integer.MIN_VALUE); // as unsigned numbers, like the floats
        return (descending ? ~ordered : ordered) & LAST;
    }
}
