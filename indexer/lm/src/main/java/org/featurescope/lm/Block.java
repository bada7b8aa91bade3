package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import org.featurescope.core.HookPoint;

/**
 * One transformer block: attention and MLP, each between its norms, add to the residual stream.
 *
 * @param parallel whether the MLP reads the stream as the block finds it, not as attention leaves it
 */
record Block(AttentionHalf attention, MlpHalf mlp, boolean parallel) {

    /** x and the result: {@code [batch, pos, dModel]}. */
    NDArray apply(Pass pass, int layer, NDArray x) {
        pass.at(HookPoint.residPre(layer), x);
        NDArray mid = pass.kernels.add(pass.step(), x, attention.apply(pass, layer, x));
        NDArray fed = mlp.apply(pass, layer, parallel ? x : pass.at(HookPoint.residMid(layer), mid));
        return pass.at(HookPoint.residPost(layer), pass.kernels.add(pass.step(), mid, fed));
    }

    record AttentionHalf(Norm before, Attention attention, Norm after) {

        /** What attention adds to the stream. */
        NDArray apply(Pass pass, int layer, NDArray x) {
            NDArray attended = attention.apply(pass, layer, before.apply(pass, x));
            return pass.at(HookPoint.attnOut(layer), after.apply(pass, attended));
        }
    }

    record MlpHalf(Norm before, Mlp mlp, Norm after) {

        /** What the MLP adds to the stream. */
        NDArray apply(Pass pass, int layer, NDArray x) {
            NDArray fed = mlp.apply(pass, layer, pass.at(HookPoint.mlpIn(layer), before.apply(pass, x)));
            return pass.at(HookPoint.mlpOut(layer), after.apply(pass, fed));
        }
    }
}
