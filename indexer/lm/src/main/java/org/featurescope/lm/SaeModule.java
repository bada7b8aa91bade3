package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Objects;
import java.util.function.Consumer;
import org.featurescope.lm.sae.Sae;
import org.featurescope.lm.sae.SaeActivation;
import org.featurescope.lm.sae.SaeMatrix;
import org.featurescope.lm.sae.SaeScaling;
import org.jspecify.annotations.Nullable;

/** The tensors of an SAE on a device, and what it computes, which is written down at {@link Sae}. */
final class SaeModule {

    private final Kernels kernels;
    private final Sae sae;
    private final NDArray encoder; // [features, dIn]
    private final NDArray encoderBias; // [features]
    private final NDArray inputBias; // [dIn]
    private final @Nullable NDArray decoder; // [features, dOut]
    private final NDArray decoderBias; // [dOut]
    private final @Nullable NDArray skip; // [dOut, dIn]
    private final @Nullable NDArray decoderNorms; // [features]
    private final Choice choice;

    /** How pre-activations become latents: {@link SaeActivation} with its constants on the device. */
    private interface Choice {
        NDArray latents(NDManager step, NDArray pre);
    }

    /** @param loader its manager owns the tensors */
    SaeModule(TensorLoader loader, Sae sae) {
        kernels = loader.kernels();
        this.sae = sae;
        NDManager manager = loader.manager();
        encoder = matrix(loader, sae.encoder());
        encoderBias = manager.create(sae.encoderBias());
        inputBias = manager.create(sae.inputBias());
        decoder = sae.decoder() == null ? null : matrix(loader, sae.decoder());
        decoderBias = manager.create(sae.decoderBias());
        skip = sae.skip() == null ? null : matrix(loader, sae.skip());
        decoderNorms = sae.decoderNorm() == Sae.DecoderNorm.IGNORED
                ? null
                : kernels.norms(manager, Objects.requireNonNull(decoder, "a decoder"));
        choice = choice(manager, sae.activation());
    }

    private static NDArray matrix(TensorLoader loader, SaeMatrix matrix) {
        NDArray loaded = loader.load(matrix.tensor());
        return matrix.transposed() ? loaded.transpose() : loaded;
    }

    private Choice choice(NDManager manager, SaeActivation activation) {
        if (activation instanceof SaeActivation.JumpRelu jumpRelu) {
            NDArray threshold = manager.create(notNegative(jumpRelu.threshold()));
            return (step, pre) -> kernels.jumpRelu(step, pre, threshold);
        }
        if (activation instanceof SaeActivation.TopK topK) {
            return (step, pre) -> kernels.topK(step, pre, topK.k());
        }
        if (activation instanceof SaeActivation.GroupMax groupMax) {
            return (step, pre) -> kernels.groupMax(step, pre, groupMax.k());
        }
        if (activation instanceof SaeActivation.Gated gated) {
            NDArray gateBias = manager.create(gated.gateBias());
            NDArray magnitude = manager.create(gated.magnitude()).exp();
            return (step, linear) -> kernels.gated(step, linear, gateBias, magnitude, encoderBias);
        }
        return kernels::relu;
    }

    /** Above a negative threshold and above 0 is above 0. */
    private static float[] notNegative(float[] threshold) {
        float[] result = new float[threshold.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = Math.max(0, threshold[i]);
        }
        return result;
    }

    /**
     * @param step owns what is computed
     * @param input {@code [batch, pos, dIn]}
     * @param latents is shown the latents, {@code [batch, pos, features]}
     * @param reconstruction is shown {@code [batch, pos, dOut]}; null: not computed
     */
    void run(NDManager step, NDArray input, Consumer<NDArray> latents, @Nullable Consumer<NDArray> reconstruction) {
        NDArray x = centre(step, input);
        NDArray scaled = scale(step, sae.scaling(), x);
        NDArray selected = choice.latents(step, preActivations(step, scaled));
        latents.accept(asLatents(step, selected));
        if (reconstruction != null) {
            reconstruction.accept(decode(step, selected, x, scaled));
        }
    }

    /** What the reconstruction is compared with, as it stands in the model {@code [batch, pos, dOut]}. */
    NDArray target(NDManager step, NDArray output) {
        return centre(step, output);
    }

    private NDArray centre(NDManager step, NDArray x) {
        return sae.centred() ? kernels.centre(step, x) : x;
    }

    private NDArray scale(NDManager step, SaeScaling scaling, NDArray x) {
        if (scaling instanceof SaeScaling.InputOnly inputOnly) {
            return scale(step, inputOnly.scaling(), x);
        }
        if (scaling instanceof SaeScaling.Constant constant) {
            return kernels.scale(step, x, constant.input());
        }
        if (scaling instanceof SaeScaling.ConstantNorm) {
            return kernels.toLength(step, x);
        }
        return scaling instanceof SaeScaling.LayerNorm ? kernels.standardise(step, x) : x;
    }

    /** Of a gated SAE without a bias, since its two paths have different ones. */
    private NDArray preActivations(NDManager step, NDArray scaled) {
        NDArray x = kernels.sub(step, scaled, inputBias);
        if (sae.activation() instanceof SaeActivation.Gated) {
            return kernels.linear(step, x, encoder, null);
        }
        NDArray pre = kernels.linear(step, x, encoder, encoderBias);
        return decoderNorms == null ? pre : kernels.mul(step, pre, decoderNorms);
    }

    private NDArray asLatents(NDManager step, NDArray selected) {
        return sae.decoderNorm() == Sae.DecoderNorm.FOR_SELECTION
                ? kernels.div(step, selected, Objects.requireNonNull(decoderNorms))
                : selected;
    }

    private NDArray decode(NDManager step, NDArray selected, NDArray x, NDArray scaled) {
        NDArray weights = Objects.requireNonNull(decoder);
        NDArray coefficients = decoderNorms == null ? selected : kernels.div(step, selected, decoderNorms);
        NDArray y = kernels.decode(step, coefficients, weights, decoderBias);
        if (skip != null) {
            NDArray passed = sae.scaling() instanceof SaeScaling.InputOnly ? x : scaled;
            y = kernels.add(step, y, kernels.linear(step, passed, skip, null));
        }
        return unscale(step, y, x);
    }

    private NDArray unscale(NDManager step, NDArray y, NDArray x) {
        SaeScaling scaling = sae.scaling();
        if (scaling instanceof SaeScaling.Constant constant) {
            return kernels.scale(step, y, 1 / constant.output());
        }
        if (scaling instanceof SaeScaling.ConstantNorm) {
            return kernels.fromLength(step, y, x);
        }
        return scaling instanceof SaeScaling.LayerNorm ? kernels.unstandardise(step, y, x) : y;
    }
}
