package org.featurescope.lm.sae;

/** What is done to the input before encoding, and undone to the reconstruction. */
public sealed interface SaeScaling {

    record None() implements SaeScaling {}

    /** x · input; the reconstruction divided by {@code output}. */
    record Constant(double input, double output) implements SaeScaling {}

    /** Each token scaled to length √dIn, and back. */
    record ConstantNorm() implements SaeScaling {}

    /** Each token to mean 0 and (unbiased) deviation 1, {@code (x − mean) / (std + 1e-5)}, and back. */
    record LayerNorm() implements SaeScaling {}

    /**
     * As another scaling, but nothing is undone to the reconstruction, and a skip connection takes the unscaled x
     * (transcoders of SAELens).
     */
    record InputOnly(SaeScaling scaling) implements SaeScaling {}
}
