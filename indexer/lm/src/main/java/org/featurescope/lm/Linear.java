package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** A matrix {@code [out, in]} with an optional bias {@code [out]}. */
record Linear(NDArray weight, @Nullable NDArray bias) {

    NDArray apply(Pass pass, NDArray x) {
        return pass.kernels.linear(pass.step(), x, weight, bias);
    }
}
