package org.featurescope.lm;

/**
 * Puts those of many values into a table that are among the largest. Values are cut to −1 … 1, where cosines and correlations
 * lie but for rounding.
 *
 * @param source the number of the source that the values are of
 * @param present which of its features can be neighbours
 * @param same whether it is the table's own source, in which no feature is its own neighbour
 */
@SuppressWarnings("ArrayRecordComponent")
record Candidates(NeighbourTable table, int source, boolean[] present, boolean same) {

    /** @param first the index of the feature that the first value is of */
    void offer(int feature, int first, float[] values) {
        float bar = table.bar(feature);
        for (int i = 0; i < values.length; i++) {
            if (values[i] > bar && present[first + i] && !(same && first + i == feature)) {
                table.add(feature, source, first + i, Math.max(-1, Math.min(1, values[i])));
                bar = table.bar(feature);
            }
        }
    }
}
