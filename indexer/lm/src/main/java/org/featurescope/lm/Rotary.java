package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.DoubleUnaryOperator;

/**
 * Rotary positions (Su et al. 2021) in the layout of Llama: dimension {@code i} turns together with
 * {@code i + dHead/2}, by {@code position / theta^(2i/dHead)}.
 *
 * @param cos {@code [positions, dHead]}
 * @param sin {@code [positions, dHead]}
 */
record Rotary(NDArray cos, NDArray sin) {

    static Rotary create(NDManager manager, int positions, int dHead, double theta) {
        return new Rotary(
                table(manager, positions, dHead, theta, Math::cos), table(manager, positions, dHead, theta, Math::sin));
    }

    private static NDArray table(
            NDManager manager, int positions, int dHead, double theta, DoubleUnaryOperator function) {
        float[] values = new float[positions * dHead];
        for (int position = 0; position < positions; position++) {
            for (int i = 0; i < dHead; i++) {
                float frequency = (float) (1 / Math.pow(theta, 2.0 * (i % (dHead / 2)) / dHead));
                float angle = position * frequency; // in fp32, as transformers does and models were trained
                values[position * dHead + i] = (float) function.applyAsDouble(angle);
            }
        }
        return manager.create(values, new Shape(positions, dHead));
    }

    NDArray apply(Pass pass, NDArray x) {
        return pass.kernels.rotate(pass.step(), x, cos, sin);
    }
}
