package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.jspecify.annotations.Nullable;

/**
 * How what stands at a hook point is added to the residual stream: through a matrix, then times the weight of a norm. The scale
 * of that norm, which differs from token to token, is left out.
 *
 * @param matrix {@code [dModel, width]}; null: as it is
 * @param normWeight {@code [dModel]}; null: there is no norm
 */
record Outlet(@Nullable NDArray matrix, @Nullable NDArray normWeight) {

    /** It is in the stream, or is added as it is. */
    static final Outlet DIRECT = new Outlet(null, null);

    /** x {@code [n, width]} to {@code [n, dModel]}. */
    NDArray apply(Kernels kernels, NDManager manager, NDArray x) {
        return weighted(kernels, manager, matrix == null ? x : kernels.linear(manager, x, matrix, null));
    }

    /** Of each dimension of the hook point by itself, {@code [width, dModel]}. */
    NDArray ofDimensions(Kernels kernels, NDManager manager, int width) {
        NDArray written = matrix == null ? manager.eye(width) : matrix.transpose();
        written.attach(manager);
        return weighted(kernels, manager, written);
    }

    private NDArray weighted(Kernels kernels, NDManager manager, NDArray x) {
        return normWeight == null ? x : kernels.mul(manager, x, normWeight);
    }
}
