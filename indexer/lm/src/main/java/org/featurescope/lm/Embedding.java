package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import org.featurescope.core.HookPoint;
import org.jspecify.annotations.Nullable;

/**
 * Tokens to the residual stream.
 *
 * @param tokens {@code [vocabulary, dModel]}
 * @param positions {@code [positions, dModel]}; null where attention knows the positions
 */
record Embedding(NDArray tokens, @Nullable NDArray positions) {

    NDArray apply(Pass pass) {
        NDArray x = pass.kernels.embed(pass.step(), pass.tokenIds(), tokens);
        pass.at(HookPoint.embed(), x);
        return positions == null ? x : pass.kernels.addPositions(pass.step(), x, positions);
    }
}
