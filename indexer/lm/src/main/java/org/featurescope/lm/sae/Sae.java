package org.featurescope.lm.sae;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.featurescope.core.HookPoint;
import org.jspecify.annotations.Nullable;

/**
 * A sparse autoencoder, or a transcoder, in one form whatever format it came in. With x of {@code [dIn]} it computes
 *
 * <pre>
 * x    = centred ? x − mean(x) : x
 * x    = scaling of the input (x)
 * pre  = (x − inputBias) · encoderᵀ + encoderBias         [features]
 * pre  = pre · ‖decoder row‖                               unless decoderNorm is IGNORED
 * a    = activation(pre)                                   the latents
 * a    = a / ‖decoder row‖                                 if decoderNorm is FOR_SELECTION
 * y    = a · decoder (÷ ‖decoder row‖ if SCALES_LATENTS) + decoderBias + x · skipᵀ
 * y    = scaling of the output (y)                         [dOut], compared with what the model has at `output`
 * </pre>
 *
 * @param files that it was read from, weights and configuration
 * @param format how people call the layout, for example {@code SAELens}
 * @param architecture as the format calls it, for example {@code matryoshka_batchtopk}
 * @param name a proposal for the source's name in addresses, for example {@code 2-resid-post-topk}
 * @param input where x is read
 * @param output what y reconstructs; the same as {@code input} unless it is a transcoder
 * @param centred whether the mean of x over its dimensions is taken away first ({@code center_writing_weights})
 * @param inputBias subtracted from the scaled x, {@code [dIn]}; zeros if nothing is
 * @param encoder {@code [features, dIn]}
 * @param encoderBias {@code [features]}; for a gated SAE, of the magnitude path
 * @param decoder {@code [features, dOut]}; null if the folder holds none that could be applied
 * @param decoderBias {@code [dOut]}; of no use without a decoder
 * @param skip {@code [dOut, dIn]}, applied to the scaled x before the bias is subtracted ({@link SaeScaling.InputOnly}: to
 *     the unscaled x); null: none
 * @param declaredL0 how many latents are active per token, as the files promise: k, or in the folder's name
 * @param declared what the files say about the model it was trained on
 * @param remarks what is unusual, each one sentence for a person
 */
public record Sae(
        List<Path> files,
        String format,
        String architecture,
        String name,
        HookPoint input,
        HookPoint output,
        boolean centred,
        SaeScaling scaling,
        float[] inputBias,
        SaeMatrix encoder,
        float[] encoderBias,
        SaeActivation activation,
        DecoderNorm decoderNorm,
        @Nullable SaeMatrix decoder,
        float[] decoderBias,
        @Nullable SaeMatrix skip,
        OptionalDouble declaredL0,
        DeclaredModel declared,
        List<String> remarks) {

    /** What the lengths of the decoder's rows do. */
    public enum DecoderNorm {
        IGNORED,
        /** Latents are multiplied by them and stay so; the decoder divides again (SAELens' rescale_acts_by_decoder_norm). */
        SCALES_LATENTS,
        /** They decide which latents are active only (Llama Scope's sparsity_include_decoder_norm). */
        FOR_SELECTION
    }

    /**
     * What the files say about the model and its use; each null if they are silent.
     *
     * @param model its name
     * @param contextTokens the length it was trained with
     * @param prependsBos whether a beginning-of-text token stood in front
     */
    public record DeclaredModel(
            @Nullable String model,
            @Nullable Integer contextTokens,
            @Nullable Boolean prependsBos) {
        public static final DeclaredModel UNKNOWN = new DeclaredModel(null, null, null);
    }

    public Sae {
        files = List.copyOf(files);
        remarks = List.copyOf(remarks);
    }

    /** This SAE under another name. */
    Sae named(String other) {
        return new Sae(
                files,
                format,
                architecture,
                other,
                input,
                output,
                centred,
                scaling,
                inputBias,
                encoder,
                encoderBias,
                activation,
                decoderNorm,
                decoder,
                decoderBias,
                skip,
                declaredL0,
                declared,
                remarks);
    }

    public int features() {
        return encoder.rows();
    }

    public int dIn() {
        return encoder.columns();
    }

    /** Width of what it reconstructs. */
    public int dOut() {
        return decoder == null ? dIn() : decoder.columns();
    }

    /** Whether it predicts another place of the model than it reads. */
    public boolean isTranscoder() {
        return !input.equals(output);
    }
}
