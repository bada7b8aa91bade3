package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import org.featurescope.core.HookPoint;
import org.jspecify.annotations.Nullable;

/**
 * Tokens to the residual stream.
 *
 * @param tokens {@code [vocabulary, dModel]}
 * @param scale what the rows of tokens are multiplied with; part of {@code hook_embed}
 * @param positions {@code [positions, dModel]}; null where attention knows the positions
 */
record Embedding(NDArray tokens, double scale, @Nullable NDArray positions) {

    NDArray apply(Pass pass) {
        NDArray rows = pass.kernels.embed(pass.step(), pass.tokenIds(), tokens);
        NDArray x = scale == 1 ? rows : pass.kernels.scale(pass.step(), rows, scale);
        pass.at(HookPoint.embed(), x);
        return positions == null ? x : pass.kernels.addPositions(pass.step(), x, positions);
    }
}
