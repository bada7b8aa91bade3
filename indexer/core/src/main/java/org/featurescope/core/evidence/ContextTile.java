package org.featurescope.core.evidence;

import java.util.Arrays;

/**
 * The counted activations of some neighbouring features in one context, {@code [row, feature]} with a row for each
 * counted position, and what they reduce to. Small enough to stay in a core's cache while all collectors look at it.
 */
final class ContextTile {

    /** Two factors that lift the smallest positive float to 1, so that {@code min(1, max(0, v))} counts positives. */
    private static final float LIFT_A = 0x1p127f;

    private static final float LIFT_B = 0x1p22f;

    final int features;
    final float[] maximum;
    final float[] minimum;
    final float[] sum;
    /** How many rows are above 0. */
    final float[] positives;

    float[] values = new float[0];
    int rows;
    int contextNo;
    private final int firstFeature;
    private int contextTokens;
    private int[] positions = new int[0];
    private final NonFinite nonFinite;

    /** @param nonFinite is told of every activation that is not finite */
    ContextTile(int firstFeature, int features, NonFinite nonFinite) {
        this.firstFeature = firstFeature;
        this.nonFinite = nonFinite;
        this.features = features;
        maximum = new float[features];
        minimum = new float[features];
        sum = new float[features];
        positives = new float[features];
    }

    void load(ActivationBlock block, int context) {
        boolean[] counted = block.counted(context);
        contextNo = block.contextNo(context);
        contextTokens = counted.length;
        if (positions.length < contextTokens) {
            positions = new int[contextTokens];
            values = new float[contextTokens * features];
        }
        rows = 0;
        for (int position = 0; position < contextTokens; position++) {
            if (counted[position]) {
                block.read(context, position, firstFeature, features, values, rows * features);
                positions[rows++] = position;
            }
        }
        reduce();
        if (!allFinite()) {
            clearNonFinite();
            reduce();
        }
    }

    /** One pass; the loop over features is what the compiler vectorises. */
    private void reduce() {
        Arrays.fill(maximum, Float.NEGATIVE_INFINITY);
        Arrays.fill(minimum, Float.POSITIVE_INFINITY);
        Arrays.fill(sum, 0);
        Arrays.fill(positives, 0);
        for (int row = 0; row < rows; row++) {
            reduceRow(row * features);
        }
    }

    private void reduceRow(int start) {
        for (int feature = 0; feature < features; feature++) {
            float value = values[start + feature];
            maximum[feature] = Math.max(maximum[feature], value);
            minimum[feature] = Math.min(minimum[feature], value);
            sum[feature] += value;
            positives[feature] += Math.min(1f, Math.max(0f, value * LIFT_A * LIFT_B));
        }
    }

    private boolean allFinite() {
        float check = 0;
        for (int feature = 0; feature < features; feature++) {
            check += sum[feature] * 0f;
        }
        return check == 0f;
    }

    /** A NaN or an infinity is counted, and taken as 0 everywhere else, so that it is never stored. */
    private void clearNonFinite() {
        for (int row = 0; row < rows; row++) {
            for (int feature = 0; feature < features; feature++) {
                int at = row * features + feature;
                if (!Float.isFinite(values[at])) {
                    values[at] = 0;
                    nonFinite.add(contextNo, positions[row], firstFeature + feature);
                }
            }
        }
    }

    /** The first row in which a feature reaches its maximum. */
    int peakRow(int feature) {
        for (int row = 0; row < rows; row++) {
            if (values[row * features + feature] == maximum[feature]) {
                return row;
            }
        }
        throw new IllegalStateException("feature " + (firstFeature + feature) + " has no peak in context " + contextNo);
    }

    int position(int row) {
        return positions[row];
    }

    int contextTokens() {
        return contextTokens;
    }

    /** The feature's activations at all positions of the context, 0 where a position does not count. */
    void copyActivations(int feature, float[] into, int offset) {
        Arrays.fill(into, offset, offset + contextTokens, 0);
        for (int row = 0; row < rows; row++) {
            into[offset + positions[row]] = values[row * features + feature];
        }
    }
}
