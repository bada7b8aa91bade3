package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * For each context of a batch and each feature, over the context's counted tokens: maximum, minimum, number above 0, sum,
 * in fp32. A NaN makes maximum, minimum and sum NaN. A context without a counted token has the maximum −∞, the minimum +∞ and
 * otherwise 0.
 */
public final class ContextStatistics {

    private static final int QUANTITIES = 4;

    private final int contexts;
    private final int features;
    private final float[] values; // [quantity, context, feature]

    private ContextStatistics(int contexts, int features) {
        this.contexts = contexts;
        this.features = features;
        values = new float[QUANTITIES * contexts * features];
    }

    /** @param x {@code [batch, pos, width]} */
    static ContextStatistics of(Kernels kernels, TokenBatch batch, NDArray x) {
        ContextStatistics result =
                new ContextStatistics(batch.size(), Math.toIntExact(x.getShape().get(2)));
        try (NDManager step = x.getManager().newSubManager()) {
            if (x.getDevice().isGpu()) {
                result.computeTogether(kernels, step, batch, x);
            } else {
                result.computeOneByOne(kernels, step, batch, x);
            }
        }
        return result;
    }

    private void computeTogether(Kernels kernels, NDManager step, TokenBatch batch, NDArray x) {
        int positions = Math.toIntExact(x.getShape().get(1));
        float[] chosen = new float[contexts * positions];
        for (int context = 0; context < contexts; context++) {
            for (long row : countedRows(batch, context)) {
                chosen[context * positions + (int) row] = 1;
            }
        }
        NDArray all = kernels.batchStatistics(step, x, step.create(chosen, new Shape(contexts, positions)));
        System.arraycopy(all.toFloatArray(), 0, values, 0, values.length);
    }

    /** One context fits into a core's cache, a batch does not. */
    private void computeOneByOne(Kernels kernels, NDManager step, TokenBatch batch, NDArray x) {
        for (int context = 0; context < contexts; context++) {
            long[] rows = countedRows(batch, context);
            if (rows.length == 0) {
                set(context, emptyStatistics());
            } else {
                NDArray index = step.create(LongBuffer.wrap(rows), new Shape(rows.length), DataType.INT64);
                NDArray one = x.get(context);
                one.attach(step);
                set(context, kernels.statistics(step, one, index).toFloatArray());
            }
        }
    }

    private static long[] countedRows(TokenBatch batch, int context) {
        boolean[] counted = batch.contexts().get(context).counted();
        return IntStream.range(0, counted.length)
                .filter(position -> counted[position])
                .asLongStream()
                .toArray();
    }

    private float[] emptyStatistics() {
        float[] empty = new float[QUANTITIES * features];
        Arrays.fill(empty, 0, features, Float.NEGATIVE_INFINITY);
        Arrays.fill(empty, features, 2 * features, Float.POSITIVE_INFINITY);
        return empty;
    }

    private void set(int context, float[] statistics) {
        for (int quantity = 0; quantity < QUANTITIES; quantity++) {
            System.arraycopy(statistics, quantity * features, values, index(quantity, context, 0), features);
        }
    }

    private int index(int quantity, int context, int feature) {
        return (quantity * contexts + context) * features + feature;
    }

    public int contexts() {
        return contexts;
    }

    public int features() {
        return features;
    }

    public float maximum(int context, int feature) {
        return values[index(0, context, feature)];
    }

    public float minimum(int context, int feature) {
        return values[index(1, context, feature)];
    }

    /** How many counted tokens have an activation above 0. */
    public int active(int context, int feature) {
        return (int) values[index(2, context, feature)];
    }

    public float sum(int context, int feature) {
        return values[index(3, context, feature)];
    }
}
