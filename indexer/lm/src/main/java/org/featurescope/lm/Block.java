package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import org.featurescope.core.HookPoint;

/** One transformer block, attention first, each half normalised at its input and added to the residual stream. */
record Block(Norm attentionNorm, Attention attention, Norm mlpNorm, Mlp mlp) {

    /** x and the result: {@code [batch, pos, dModel]}. */
    NDArray apply(Pass pass, int layer, NDArray x) {
        pass.at(HookPoint.residPre(layer), x);
        NDArray attended = attention.apply(pass, layer, attentionNorm.apply(pass, x));
        pass.at(HookPoint.attnOut(layer), attended);
        NDArray mid = pass.kernels.add(pass.step(), x, attended);
        pass.at(HookPoint.residMid(layer), mid);
        NDArray fed = mlp.apply(pass, layer, mlpNorm.apply(pass, mid));
        pass.at(HookPoint.mlpOut(layer), fed);
        return pass.at(HookPoint.residPost(layer), pass.kernels.add(pass.step(), mid, fed));
    }
}
