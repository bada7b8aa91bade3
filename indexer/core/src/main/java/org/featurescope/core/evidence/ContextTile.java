package org.featurescope.core.evidence;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The counted activations of some neighbouring features in one context, {@code [row, feature]} with a row for each
 * counted position, and what they reduce to. Small enough to stay in a core's cache while all collectors look at it.
 */
final class ContextTile {

    final int features;
    final float[] maximum;
    final float[] minimum;
    final float[] sum;

    float[] values = new float[0];
    /** Likewise the gates before their activation function; none where the source is not gated. */
    float[] gates = new float[0];

    int rows;
    long contextId;
    /** The number of the context's label ({@link Labels}). */
    int label;

    private @Nullable EvidenceContext context;
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
    }

    /**
     * @param number of the context in the block
     * @param gate a block of the same contexts and features; null: the source is not gated
     */
    void load(ActivationBlock block, @Nullable ActivationBlock gate, int number, int labelNumber) {
        context = block.context(number);
        label = labelNumber;
        contextId = context.id();
        boolean[] counted = context.counted();
        contextTokens = counted.length;
        if (positions.length < contextTokens) {
            positions = new int[contextTokens];
            values = new float[contextTokens * features];
        }
        rows = 0;
        for (int position = 0; position < contextTokens; position++) {
            if (counted[position]) {
                block.read(number, position, firstFeature, features, values, rows * features);
                positions[rows++] = position;
            }
        }
        if (gate != null) {
            loadGates(gate, number);
        }
        reduce();
        if (!allFinite()) {
            clearNonFinite();
            reduce();
        }
    }

    private void loadGates(ActivationBlock gate, int number) {
        if (gates.length < values.length) {
            gates = new float[values.length];
        }
        for (int row = 0; row < rows; row++) {
            gate.read(number, positions[row], firstFeature, features, gates, row * features);
        }
    }

    private void reduce() {
        Arrays.fill(maximum, Float.NEGATIVE_INFINITY);
        Arrays.fill(minimum, Float.POSITIVE_INFINITY);
        Arrays.fill(sum, 0);
        for (int row = 0; row < rows; row++) {
            reduceRow(row * features);
        }
    }

    private void reduceRow(int start) {
        for (int feature = 0; feature < features; feature++) {
            float value = values[start + feature];
            sum[feature] += value;
            // rarely true, so cheaper than Math.max and Math.min
            if (value > maximum[feature]) {
                maximum[feature] = value;
            }
            if (value < minimum[feature]) {
                minimum[feature] = value;
            }
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
                    nonFinite.add(contextId, positions[row], firstFeature + feature);
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
        throw new IllegalStateException(
                "feature " + (firstFeature + feature) + " has no peak in context " + ContextId.contextNo(contextId));
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

    /** The feature's activations at all positions of the context, 0 where a position does not count. */
    void copyActivations(int feature, float[] into, int offset) {
        Arrays.fill(into, offset, offset + contextTokens, 0);
        for (int row = 0; row < rows; row++) {
            into[offset + positions[row]] = values[row * features + feature];
        }
    }
}
