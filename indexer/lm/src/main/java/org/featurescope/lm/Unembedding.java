package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * The residual stream to logits.
 *
 * @param weight {@code [vocabulary, dModel]}
 * @param softCap bound of the logits, approached by tanh; null where they have none
 */
record Unembedding(Norm norm, NDArray weight, @Nullable Double softCap) {

    NDArray apply(Pass pass, NDArray x) {
        NDArray logits = pass.kernels.linear(pass.step(), norm.apply(pass, x), weight, null);
        return softCap == null ? logits : pass.kernels.softCap(pass.step(), logits, softCap);
    }
}
