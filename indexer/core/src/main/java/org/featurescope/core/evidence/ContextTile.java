package org.featurescope.core.evidence;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The counted activations of some neighbouring features in one context, {@code [row][feature]} with a row for each
 * counted position, and what they reduce to. Small enough to stay in a core's cache while all collectors look at it.
 */
final class ContextTile {

    /** Of a tile with fewer non-zero features than this share, collectors look at those alone. */
    private static final double DENSE_SHARE = 1.0 / 3;

    final int features;
    /** +0 rather than -0, as {@link #minimum}. */
    final float[] maximum;

    final float[] minimum;
    /** In fp32: good for a first guess at the mean. */
    final float[] sum;

    /** Longer than there are rows. */
    float[][] values = {};
    /** Likewise the gates before their activation function; none where the source is not gated. */
    float[][] gates = {};

    int rows;
    long contextId;
    /** The number of the context's label ({@link Labels}). */
    int label;

    /** The first {@link #nonZeros} of them: features that are not 0 throughout the context. */
    final int[] nonZero;

    int nonZeros;

    /**
     * Of a tile that is not dense, the first {@link #entries} of them: the values that are not 0 and their features, row by row.
     */
    int[] entryFeature = {};

    float[] entryValue = {};
    int entries;

    /** By row, how many entries there are up to its end. */
    private int[] rowEnd = {};

    /** The entries of feature {@code f} feature by feature: from {@code featureStart[f]} up to {@code featureStart[f + 1]}. */
    private final int[] featureStart;

    private int[] sortedRow = {};
    private float[] sortedValue = {};
    private boolean entriesAreSorted;

    /** The values of {@link #columnFeature}, by row. */
    private float[] column = {};

    private int columnFeature;

    private final int firstFeature;
    private final NonFinite nonFinite;
    private int contextTokens;
    private int[] positions = {};
    private @Nullable EvidenceContext context;
    private @Nullable ActivationBlock block;
    private int number;
    private boolean cleared;

    /** @param nonFinite is told of every activation that is not finite */
    ContextTile(int firstFeature, int features, NonFinite nonFinite) {
        this.firstFeature = firstFeature;
        this.nonFinite = nonFinite;
        this.features = features;
        maximum = new float[features];
        minimum = new float[features];
        sum = new float[features];
        nonZero = new int[features];
        featureStart = new int[features + 1];
    }

    /**
     * @param gate a block of the same contexts and features; null: the source is not gated
     * @param number of the context in the block
     */
    void load(ActivationBlock block, @Nullable ActivationBlock gate, int number, int labelNumber) {
        this.block = block;
        this.number = number;
        context = block.context(number);
        contextId = context.id();
        label = labelNumber;
        findRows(context.counted());
        values = read(block, values);
        if (gate != null) {
            gates = read(gate, gates);
        }
        reduce();
        cleared = !allFinite();
        if (cleared) {
            clearNonFinite();
            reduce();
        }
        findNonZero();
        entries = 0;
        entriesAreSorted = false;
        columnFeature = -1;
        if (!isDense()) {
            findEntries();
        }
    }

    private void findRows(boolean[] counted) {
        contextTokens = counted.length;
        if (positions.length < contextTokens) {
            positions = new int[contextTokens];
        }
        rows = 0;
        for (int position = 0; position < contextTokens; position++) {
            if (counted[position]) {
                positions[rows++] = position;
            }
        }
    }

    /** @return the given rows, or more if they are too few */
    private float[][] read(ActivationBlock from, float[][] into) {
        float[][] enough = into.length < rows ? new float[rows][features] : into;
        for (int row = 0; row < rows; row++) {
            from.read(number, positions[row], firstFeature, features, enough[row], 0);
        }
        return enough;
    }

    private void reduce() {
        Arrays.fill(maximum, Float.NEGATIVE_INFINITY);
        Arrays.fill(minimum, Float.POSITIVE_INFINITY);
        Arrays.fill(sum, 0);
        for (int row = 0; row < rows; row++) {
            RowLoops.reduce(values[row], sum, maximum, minimum);
        }
        for (int feature = 0; feature < features; feature++) {
            maximum[feature] += 0f;
            minimum[feature] += 0f;
        }
    }

    /** A NaN among the values makes maximum and minimum NaN. */
    private boolean allFinite() {
        float check = 0;
        for (int feature = 0; feature < features; feature++) {
            check += maximum[feature] * 0f + minimum[feature] * 0f;
        }
        return rows == 0 || check == 0f;
    }

    /** A NaN or an infinity is counted, and taken as 0 everywhere else, so that it is never stored. */
    private void clearNonFinite() {
        for (int row = 0; row < rows; row++) {
            for (int feature = 0; feature < features; feature++) {
                if (!Float.isFinite(values[row][feature])) {
                    values[row][feature] = 0;
                    nonFinite.add(contextId, positions[row], firstFeature + feature);
                }
            }
        }
    }

    private void findNonZero() {
        nonZeros = 0;
        for (int feature = 0; feature < features; feature++) {
            nonZero[nonZeros] = feature;
            nonZeros += maximum[feature] != 0 || minimum[feature] != 0 ? 1 : 0;
        }
    }

    private void findEntries() {
        int most = rows * nonZeros;
        if (entryValue.length < most) {
            entryFeature = new int[most];
            entryValue = new float[most];
        }
        if (rowEnd.length < rows) {
            rowEnd = new int[rows];
        }
        for (int row = 0; row < rows; row++) {
            findEntries(values[row]);
            rowEnd[row] = entries;
        }
    }

    /** Without a branch, which would often be mispredicted: what is 0 is written over by the next. */
    private void findEntries(float[] row) {
        int found = entries;
        for (int i = 0; i < nonZeros; i++) {
            float value = row[nonZero[i]];
            entryFeature[found] = nonZero[i];
            entryValue[found] = value;
            found += value != 0 ? 1 : 0;
        }
        entries = found;
    }

    /** Whether so many features are not 0 that it is quicker to look at all. */
    boolean isDense() {
        return nonZeros > DENSE_SHARE * features;
    }

    /** {@link Float#floatToRawIntBits} of a row. */
    void readBits(int row, int[] into) {
        if (cleared) {
            for (int feature = 0; feature < features; feature++) {
                into[feature] = Float.floatToRawIntBits(values[row][feature]);
            }
        } else {
            Objects.requireNonNull(block).readBits(number, positions[row], firstFeature, features, into);
        }
    }

    int position(int row) {
        return positions[row];
    }

    EvidenceContext context() {
        return Objects.requireNonNull(context, "no context is loaded");
    }

    int contextTokens() {
        return contextTokens;
    }

    /**
     * The feature's values by row; longer than there are rows. The array is good until the next call.
     */
    float[] column(int feature) {
        if (columnFeature != feature) {
            if (column.length < rows) {
                column = new float[rows];
            }
            if (isDense()) {
                for (int row = 0; row < rows; row++) {
                    column[row] = values[row][feature];
                }
            } else {
                fillColumnFromEntries(feature);
            }
            columnFeature = feature;
        }
        return column;
    }

    private void fillColumnFromEntries(int feature) {
        if (!entriesAreSorted) {
            sortEntries();
        }
        Arrays.fill(column, 0, rows, 0);
        for (int entry = featureStart[feature]; entry < featureStart[feature + 1]; entry++) {
            column[sortedRow[entry]] = sortedValue[entry];
        }
    }

    /** By feature, and among those of a feature by row: by counting. */
    private void sortEntries() {
        if (sortedRow.length < entries) {
            sortedRow = new int[entryValue.length];
            sortedValue = new float[entryValue.length];
        }
        Arrays.fill(featureStart, 0);
        for (int entry = 0; entry < entries; entry++) {
            featureStart[entryFeature[entry] + 1]++;
        }
        for (int feature = 0; feature < features; feature++) {
            featureStart[feature + 1] += featureStart[feature];
        }
        int row = rows - 1;
        for (int entry = entries - 1; entry >= 0; entry--) { // from the end: each end moves down until it is a start
            while (row > 0 && entry < rowEnd[row - 1]) {
                row--;
            }
            int place = --featureStart[entryFeature[entry] + 1];
            sortedRow[place] = row;
            sortedValue[place] = entryValue[entry];
        }
        System.arraycopy(featureStart, 1, featureStart, 0, features);
        featureStart[features] = entries;
        entriesAreSorted = true;
    }

    /** The feature's activations at all positions of the context, 0 where a position does not count. */
    void copyActivations(int feature, float[] into) {
        float[] byRow = column(feature);
        Arrays.fill(into, 0, contextTokens, 0);
        for (int row = 0; row < rows; row++) {
            into[positions[row]] = byRow[row];
        }
    }
}
