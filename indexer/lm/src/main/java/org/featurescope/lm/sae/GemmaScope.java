package org.featurescope.lm.sae;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.TensorFile;
import org.jspecify.annotations.Nullable;

/**
 * What both generations of Gemma Scope compute: a JumpReLU over {@code x · W_enc + b_enc}, from which the decoder's bias
 * is not subtracted (Lieberum et al. 2024).
 *
 * @param files weights first
 * @param tensors {@code enc [dIn, features]}, {@code dec [features, dOut]}, each with a prefix
 * @param prefix of matrices: {@code W_} or {@code w_}
 */
record GemmaScope(List<Path> files, TensorFile tensors, String prefix) {

    static final String SKIP = "affine_skip_connection"; // [dIn, dOut]

    /**
     * @param l0 how many latents are active per token, as far as the folder tells
     * @param model that it was trained on; null if the folder does not tell
     */
    record Place(
            HookPoint input,
            HookPoint output,
            OptionalDouble l0,
            @Nullable String model) {}

    /** What the inputs of the MLP are read for, in both generations: to predict what the MLP adds. */
    static HookPoint usualOutput(HookPoint input) {
        boolean transcodes =
                input.site().equals("ln2.hook_normalized") || input.site().equals("mlp.hook_in");
        return transcodes && input.layer() != null ? HookPoint.mlpOut(input.layer()) : input;
    }

    Sae sae(String format, Place place, SaeScaling scaling, SaeOptions options) {
        SaeMatrix encoder = new SaeMatrix(tensors.tensor(prefix + "enc"), true);
        SaeMatrix decoder = new SaeMatrix(tensors.tensor(prefix + "dec"), false);
        float[] decoderBias = tensors.tensor("b_dec").floats();
        String kind = place.input().equals(place.output()) ? "jumprelu" : "jumprelu_transcoder";
        boolean skips = tensors.names().contains(SKIP);
        return new Sae(
                files,
                format,
                skips ? "jumprelu_skip_transcoder" : kind,
                options.name() != null ? options.name() : SaeNames.of(place.input(), "gemma-scope"),
                place.input(),
                place.output(),
                Boolean.TRUE.equals(options.centred()),
                scaling,
                Boolean.TRUE.equals(options.subtractsDecoderBias()) ? decoderBias : new float[encoder.columns()],
                encoder,
                tensors.tensor("b_enc").floats(),
                new SaeActivation.JumpRelu(tensors.tensor("threshold").floats()),
                Sae.DecoderNorm.IGNORED,
                decoder,
                decoderBias,
                skips ? new SaeMatrix(tensors.tensor(SKIP), true) : null,
                place.l0(),
                new Sae.DeclaredModel(place.model(), 1024, true),
                List.of());
    }
}
