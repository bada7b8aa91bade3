package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Rotary positions (Su et al. 2021) in the layout of Llama: dimension {@code i} turns together with
 * {@code i + width/2}, by position times frequency. Where the width is less than a head's, the rest of the head stays.
 */
final class Rotary {

    private final NDManager manager;
    private final RotarySettings settings;
    private final int dHead;
    private @Nullable Tables tables;

    /** {@code [positions, width]} each, for as many positions as were needed so far. */
    private record Tables(int positions, NDArray cos, NDArray sin) {}

    /** @param manager owns the tables of sines */
    Rotary(NDManager manager, RotarySettings settings, int dHead) {
        this.manager = manager;
        this.settings = settings;
        this.dHead = dHead;
    }

    NDArray apply(Pass pass, NDArray x, int heads) {
        Tables turns = tables((int) x.getShape().get(1));
        return settings.width() == dHead
                ? pass.kernels.rotate(pass.step(), x, turns.cos, turns.sin)
                : pass.kernels.rotateFirst(pass.step(), x, turns.cos, turns.sin, heads);
    }

    /** Made anew, twice as long, when a longer context comes: models take 131,072 positions and more. */
    private Tables tables(int positions) {
        Tables made = tables;
        if (made == null || made.positions < positions) {
            if (made != null) {
                made.cos.close();
                made.sin.close();
            }
            int enough = Integer.highestOneBit(positions) * 2;
            made = new Tables(enough, table(enough, Math::cos), table(enough, Math::sin));
            tables = made;
        }
        return made;
    }

    private NDArray table(int positions, DoubleUnaryOperator function) {
        int width = settings.width();
        float[] frequencies = settings.frequencies();
        float[] values = new float[positions * width];
        for (int position = 0; position < positions; position++) {
            for (int i = 0; i < width; i++) {
                float angle = position * frequencies[i % frequencies.length]; // in fp32, as models were trained
                values[position * width + i] = (float) function.applyAsDouble(angle);
            }
        }
        return manager.create(values, new Shape(positions, width));
    }
}
