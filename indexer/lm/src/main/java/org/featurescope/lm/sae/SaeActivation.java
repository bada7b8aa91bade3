package org.featurescope.lm.sae;

/** How the pre-activations {@code [features]} of a token become latents. */
public sealed interface SaeActivation {

    /** max(pre, 0). */
    record Relu() implements SaeActivation {}

    /**
     * pre where it is above 0 and strictly above the threshold, else 0 (Rajamanoharan et al. 2024, JumpReLU).
     *
     * @param threshold one for each feature
     */
    @SuppressWarnings("ArrayRecordComponent")
    record JumpRelu(float[] threshold) implements SaeActivation {}

    /** The k largest, negative ones as 0 (Gao et al. 2024). Of equal ones, which are kept is libtorch's choice. */
    record TopK(int k) implements SaeActivation {}

    /** The features are k groups of equally many neighbours; of each group the largest stays, if above 0 (sparsify). */
    record GroupMax(int k) implements SaeActivation {}

    /**
     * Rajamanoharan et al. 2024, Gated SAE: {@code (x·encᵀ + gateBias > 0) · relu(x·encᵀ · exp(magnitude) + encoderBias)}.
     *
     * @param gateBias one for each feature, like {@code magnitude}
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Gated(float[] gateBias, float[] magnitude) implements SaeActivation {}
}
