package org.featurescope.core.evidence;

/**
 * Evenly spaced ranges from 0 to a maximum, each bound moved to the nearest edge of a bin, so that what lies between two of them
 * can be counted exactly. Bin {@code i} holds values from {@code i·2^exponent} to {@code (i + 1)·2^exponent}.
 *
 * <p>With {@code M} the maximum in bins and {@code n} ranges, edge {@code j} is {@code round(j·M/n)}, at most the bin of the
 * maximum; the last range ends behind that bin. A range that no bin falls into is empty. The others have at least
 * {@code ⌊M/n⌋} bins: with a difference of {@code M/n} between two numbers, that of their roundings is at least {@code ⌊M/n⌋};
 * the last range can only be longer.
 *
 * @param edges numbers of bins: range {@code j} has those from {@code edges[j]} to {@code edges[j + 1] - 1}
 */
record IntervalBounds(float maximum, int exponent, int[] edges) {

    /** @param maximum above 0 */
    static IntervalBounds of(float maximum, int exponent, int intervals) {
        double bins = Math.scalb((double) maximum, -exponent);
        int[] edges = new int[intervals + 1];
        for (int j = 1; j < intervals; j++) {
            edges[j] = (int) Math.min(Math.floor(j * bins / intervals + 0.5), Math.floor(bins));
        }
        edges[intervals] = (int) Math.floor(bins) + 1;
        return new IntervalBounds(maximum, exponent, edges);
    }

    int intervals() {
        return edges.length - 1;
    }

    boolean isEmpty(int interval) {
        return edges[interval] == edges[interval + 1];
    }

    int firstBin(int interval) {
        return edges[interval];
    }

    int endBin(int interval) {
        return edges[interval + 1];
    }

    float low(int interval) {
        return Math.scalb((float) edges[interval], exponent);
    }

    /** Belongs to the last range alone. */
    float high(int interval) {
        return interval == intervals() - 1 ? maximum : Math.scalb((float) edges[interval + 1], exponent);
    }

    /** The range that a value above 0 lies in. */
    int intervalOf(float value) {
        double bin = Math.floor(Math.scalb((double) value, -exponent));
        int interval = intervals() - 1;
        while (bin < edges[interval]) {
            interval--;
        }
        return interval;
    }
}
