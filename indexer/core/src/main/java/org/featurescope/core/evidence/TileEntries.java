package org.featurescope.core.evidence;

import java.util.Arrays;

/** The activations of a tile that are not 0: row by row, and once they are asked for by feature, feature by feature. */
final class TileEntries {

    /** The first {@link #count} of them: row by row, in each by ascending feature. */
    int[] feature = {};

    float[] value = {};
    int count;

    private int rows;

    /** By row, how many entries there are up to its end. */
    private int[] rowEnd = {};

    /** The entries of feature {@code f} are those from {@code start[f]} up to {@code start[f + 1]} of the sorted ones. */
    private final int[] start;

    private int[] sortedRow = {};
    private float[] sortedValue = {};
    private boolean sorted;

    TileEntries(int features) {
        start = new int[features + 1];
    }

    void clear() {
        count = 0;
        sorted = false;
    }

    /**
     * @param nonZero the first {@code nonZeros} of them: the features that are not 0 throughout the rows
     */
    void find(float[][] values, int ofRows, int[] nonZero, int nonZeros) {
        clear();
        rows = ofRows;
        int most = rows * nonZeros;
        if (value.length < most) {
            feature = new int[most];
            value = new float[most];
        }
        if (rowEnd.length < rows) {
            rowEnd = new int[rows];
        }
        for (int row = 0; row < rows; row++) {
            find(values[row], nonZero, nonZeros);
            rowEnd[row] = count;
        }
    }

    /** Without a branch, which would often be mispredicted: what is 0 is written over by the next. */
    private void find(float[] row, int[] nonZero, int nonZeros) {
        int found = count;
        for (int i = 0; i < nonZeros; i++) {
            float one = row[nonZero[i]];
            feature[found] = nonZero[i];
            value[found] = one;
            found += one != 0 ? 1 : 0;
        }
        count = found;
    }

    /** The first row in which a feature has a value; the number of rows if none has. */
    int rowOf(int ofFeature, float wanted) {
        sortIfNeeded();
        int firstWithout = 0;
        for (int entry = start[ofFeature]; entry < start[ofFeature + 1]; entry++) {
            if (sortedValue[entry] == wanted) {
                return sortedRow[entry];
            }
            firstWithout += sortedRow[entry] == firstWithout ? 1 : 0;
        }
        return wanted == 0 ? firstWithout : rows;
    }

    /**
     * Copies the entries of a feature, by ascending row.
     *
     * @param positions by row, what is written in place of it
     * @return how many there are
     */
    int copy(int ofFeature, int[] positions, int[] intoPositions, float[] intoValues) {
        sortIfNeeded();
        int first = start[ofFeature];
        int entries = start[ofFeature + 1] - first;
        for (int i = 0; i < entries; i++) {
            intoPositions[i] = positions[sortedRow[first + i]];
            intoValues[i] = sortedValue[first + i];
        }
        return entries;
    }

    private void sortIfNeeded() {
        if (!sorted) {
            sort();
            sorted = true;
        }
    }

    /** By feature, and among those of a feature by row: by counting. */
    private void sort() {
        if (sortedRow.length < count) {
            sortedRow = new int[value.length];
            sortedValue = new float[value.length];
        }
        int features = start.length - 1;
        Arrays.fill(start, 0);
        for (int entry = 0; entry < count; entry++) {
            start[feature[entry] + 1]++;
        }
        for (int f = 0; f < features; f++) {
            start[f + 1] += start[f];
        }
        int row = rows - 1;
        for (int entry = count - 1; entry >= 0; entry--) { // from the end: each end moves down until it is a start
            while (row > 0 && entry < rowEnd[row - 1]) {
                row--;
            }
            int place = --start[feature[entry] + 1];
            sortedRow[place] = row;
            sortedValue[place] = value[entry];
        }
        System.arraycopy(start, 1, start, 0, features);
        start[features] = count;
    }
}
