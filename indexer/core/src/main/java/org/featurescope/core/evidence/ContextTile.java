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

    /** Of a tile that is not dense, the values that are not 0. */
    final TileEntries entries;

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
        entries = new TileEntries(features);
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
        columnFeature = -1;
        if (isDense()) {
            entries.clear();
        } else {
            entries.find(values, rows, nonZero, nonZeros);
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

    /** The first row in which a feature has a value. */
    int rowOf(int feature, float value) {
        int row = isDense() ? rowInColumn(feature, value) : entries.rowOf(feature, value);
        if (row >= rows) {
            throw new IllegalStateException("no row of feature " + feature + " of the tile holds " + value);
        }
        return row;
    }

    private int rowInColumn(int feature, float value) {
        readColumn(feature);
        int row = 0;
        while (row < rows && column[row] != value) {
            row++;
        }
        return row;
    }

    private void readColumn(int feature) {
        if (columnFeature != feature) {
            if (column.length < rows) {
                column = new float[rows];
            }
            for (int row = 0; row < rows; row++) {
                column[row] = values[row][feature];
            }
            columnFeature = feature;
        }
    }

    /** Of a dense tile, the feature's activations at all positions of the context, 0 where a position does not count. */
    void copyActivations(int feature, float[] into) {
        readColumn(feature);
        Arrays.fill(into, 0, contextTokens, 0);
        for (int row = 0; row < rows; row++) {
            into[positions[row]] = column[row];
        }
    }

    /**
     * Of a tile that is not dense, the feature's activations that are not 0, by ascending position.
     *
     * @return how many there are
     */
    int copyEntries(int feature, int[] intoPositions, float[] intoValues) {
        return entries.copy(feature, positions, intoPositions, intoValues);
    }
}
