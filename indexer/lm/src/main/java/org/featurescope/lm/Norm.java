package org.featurescope.lm;

import ai.djl.ndarray.NDArray;

/** Normalisation over the last dimension. */
sealed interface Norm {

    NDArray apply(Pass pass, NDArray x);

    /** Ba, Kiros and Hinton 2016. */
    record LayerNorm(NDArray weight, NDArray bias, double epsilon) implements Norm {
        @Override
        public NDArray apply(Pass pass, NDArray x) {
            return pass.kernels.layerNorm(pass.step(), x, weight, bias, epsilon);
        }
    }

    /** Zhang and Sennrich 2019: no mean, no bias. */
    record RmsNorm(NDArray weight, double epsilon) implements Norm {
        @Override
        public NDArray apply(Pass pass, NDArray x) {
            return pass.kernels.rmsNorm(pass.step(), x, weight, epsilon);
        }
    }
}
