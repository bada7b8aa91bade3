package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import org.featurescope.core.HookPoint;
import org.jspecify.annotations.Nullable;

/** Normalisation over the last dimension. */
sealed interface Norm {

    /** No norm at this place. */
    Norm NONE = new None();

    NDArray apply(Pass pass, NDArray x);

    /** What {@link #apply} makes before weights and bias. */
    NDArray normalized(Pass pass, NDArray x);

    /** What the normalised values are multiplied with, {@code [width]}; null: with nothing. */
    @Nullable NDArray weight();

    /** This norm, its values before the weights shown at a hook point. */
    default Norm shownAt(HookPoint point) {
        return new Shown(this, point);
    }

    /** Ba, Kiros and Hinton 2016. */
    record LayerNorm(NDArray weight, NDArray bias, double epsilon) implements Norm {
        @Override
        public NDArray apply(Pass pass, NDArray x) {
            return pass.kernels.layerNorm(pass.step(), x, weight, bias, epsilon);
        }

        @Override
        public NDArray normalized(Pass pass, NDArray x) {
            return pass.kernels.layerNormalized(pass.step(), x, epsilon);
        }
    }

    /** Zhang and Sennrich 2019: no mean, no bias. */
    record RmsNorm(NDArray weight, double epsilon) implements Norm {
        @Override
        public NDArray apply(Pass pass, NDArray x) {
            return pass.kernels.rmsNorm(pass.step(), x, weight, epsilon);
        }

        @Override
        public NDArray normalized(Pass pass, NDArray x) {
            return pass.kernels.rmsNormalized(pass.step(), x, epsilon);
        }
    }

    /** The values shown are computed beside the norm, which stays as it is whether anybody listens or not. */
    record Shown(Norm norm, HookPoint point) implements Norm {
        @Override
        public NDArray apply(Pass pass, NDArray x) {
            if (pass.wants(point)) {
                pass.at(point, norm.normalized(pass, x));
            }
            return norm.apply(pass, x);
        }

        @Override
        public NDArray normalized(Pass pass, NDArray x) {
            return norm.normalized(pass, x);
        }

        @Override
        public @Nullable NDArray weight() {
            return norm.weight();
        }
    }

    record None() implements Norm {
        @Override
        public NDArray apply(Pass pass, NDArray x) {
            return x;
        }

        @Override
        public NDArray normalized(Pass pass, NDArray x) {
            return x;
        }

        @Override
        public @Nullable NDArray weight() {
            return null;
        }
    }
}
