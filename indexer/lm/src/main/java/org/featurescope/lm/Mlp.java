package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import org.featurescope.core.HookPoint;

/** The feed-forward part of a block; its neurons are the activations at {@code mlp.hook_post}. */
sealed interface Mlp {

    NDArray apply(Pass pass, int layer, NDArray x);

    /** What makes the neurons before their activation function; in a gated MLP, the gate. */
    Linear input();

    /** From the neurons to the residual stream. */
    Linear output();

    /** Output of the activation function of the input matrix, as in GPT-2. */
    record Plain(Linear input, Activation activation, Linear output) implements Mlp {
        @Override
        public NDArray apply(Pass pass, int layer, NDArray x) {
            NDArray pre = pass.at(HookPoint.mlpPre(layer), input.apply(pass, x));
            NDArray post = pass.at(HookPoint.mlpPost(layer), activation.apply(pass, pre));
            return output.apply(pass, post);
        }
    }

    /** SwiGLU and its like (Shazeer 2020): activation function of the gate, times the linear branch. */
    record Gated(Linear gate, Activation activation, Linear linear, Linear output) implements Mlp {
        @Override
        public Linear input() {
            return gate;
        }

        @Override
        public NDArray apply(Pass pass, int layer, NDArray x) {
            NDArray pre = pass.at(HookPoint.mlpPre(layer), gate.apply(pass, x));
            NDArray preLinear = pass.at(HookPoint.mlpPreLinear(layer), linear.apply(pass, x));
            NDArray post = pass.kernels.mul(pass.step(), activation.apply(pass, pre), preLinear);
            return output.apply(pass, pass.at(HookPoint.mlpPost(layer), post));
        }
    }
}
