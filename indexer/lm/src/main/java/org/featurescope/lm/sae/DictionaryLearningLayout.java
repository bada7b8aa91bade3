package org.featurescope.lm.sae;

import static org.featurescope.lm.sae.ConvertedLayouts.columns;
import static org.featurescope.lm.sae.ConvertedLayouts.rows;
import static org.featurescope.lm.sae.ConvertedLayouts.transposed;
import static org.featurescope.lm.sae.ConvertedLayouts.vector;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.ConfigFile;
import org.featurescope.lm.file.StoredTensor;
import org.featurescope.lm.file.TensorFile;
import org.jspecify.annotations.Nullable;

/** The classes of dictionary_learning, as their {@code from_pretrained} reads them. */
final class DictionaryLearningLayout implements ConvertedFormat.Layout {

    /** {@code resid_post_layer_8}, {@code mlp_out}, {@code attn_out_layer3} … */
    private static final Pattern SUBMODULE =
            Pattern.compile("(resid_pre|resid|mlp|attn|attention)(?:_post|_out)?(?:_layer_?\\d+)?");

    private static final Map<String, String> SITES = Map.of(
            "resid_pre", "hook_resid_pre",
            "resid", "hook_resid_post",
            "mlp", "hook_mlp_out",
            "attn", "hook_attn_out",
            "attention", "hook_attn_out");

    private static final List<String> CLASSES = List.of(
            "AutoEncoder",
            "AutoEncoderNew",
            "GatedAutoEncoder",
            "JumpReluAutoEncoder",
            "AutoEncoderTopK",
            "BatchTopKSAE",
            "MatryoshkaBatchTopKSAE");

    @Override
    public SaeDraft draft(String format, ConfigFile about, TensorFile tensors) {
        String dictClass = about.text("dict_class");
        about.refuse(!CLASSES.contains(dictClass), "dict_class", String.join(", ", CLASSES));
        SaeDraft draft = switch (dictClass) {
            case "AutoEncoder" -> standard(format, tensors);
            case "AutoEncoderNew" -> ConvertedLayouts.linearPair(format, tensors, "encoder", "decoder");
            case "GatedAutoEncoder" -> gated(format, tensors);
            case "AutoEncoderTopK" ->
                linear(format, "topk", tensors).activation(new SaeActivation.TopK(about.integer("k")));
            case "BatchTopKSAE" -> batchTopK(linear(format, "batchtopk", tensors), about, tensors);
            case "MatryoshkaBatchTopKSAE" ->
                batchTopK(parameters(format, "matryoshka_batchtopk", tensors), about, tensors);
            default -> jumpRelu(format, about, tensors);
        };
        ConfigFile trainer = about.object("config").object("trainer");
        HookPoint hook = hook(trainer);
        return draft.hooks(hook, hook).declared(declared(about, trainer));
    }

    /** Reading it makes the decoder's rows unit vectors and scales the latents. */
    private static SaeDraft standard(String format, TensorFile tensors) {
        return linear(format, "relu", tensors, "bias").decoderNorm(Sae.DecoderNorm.SCALES_LATENTS);
    }

    private static SaeDraft linear(String format, String architecture, TensorFile tensors) {
        return linear(format, architecture, tensors, "b_dec");
    }

    private static SaeDraft linear(String format, String architecture, TensorFile tensors, String decoderBias) {
        StoredTensor weights = tensors.tensor("encoder.weight");
        int features = rows(weights);
        int dIn = columns(weights);
        return new SaeDraft(format, architecture)
                .encoder(new SaeMatrix(weights, false), vector(tensors, "encoder.bias", features))
                .decoder(transposed(tensors, "decoder.weight", dIn, features), vector(tensors, decoderBias, dIn))
                .subtractsDecoderBias(true);
    }

    private static SaeDraft parameters(String format, String architecture, TensorFile tensors) {
        StoredTensor weights = tensors.tensor("W_enc");
        int features = columns(weights);
        int dIn = rows(weights);
        return new SaeDraft(format, architecture)
                .encoder(new SaeMatrix(weights, true), vector(tensors, "b_enc", features))
                .decoder(
                        new SaeMatrix(tensors.tensor("W_dec").require(features, dIn), false),
                        vector(tensors, "b_dec", dIn))
                .subtractsDecoderBias(true);
    }

    private static SaeDraft gated(String format, TensorFile tensors) {
        StoredTensor weights = tensors.tensor("encoder.weight");
        int features = rows(weights);
        int dIn = columns(weights);
        return new SaeDraft(format, "gated")
                .encoder(new SaeMatrix(weights, false), vector(tensors, "mag_bias", features))
                .activation(new SaeActivation.Gated(
                        vector(tensors, "gate_bias", features), vector(tensors, "r_mag", features)))
                .decoder(transposed(tensors, "decoder.weight", dIn, features), vector(tensors, "decoder_bias", dIn))
                .subtractsDecoderBias(true);
    }

    /** In use, one threshold stands for the k largest of a batch; below 0, where training ends, it was never set. */
    private static SaeDraft batchTopK(SaeDraft draft, ConfigFile about, TensorFile tensors) {
        float threshold = tensors.tensor("threshold").require().floats()[0];
        StoredTensor weights = tensors.tensor(tensors.names().contains("W_enc") ? "b_enc" : "encoder.bias");
        float[] thresholds = new float[Math.toIntExact(weights.elements())];
        Arrays.fill(thresholds, threshold);
        if (threshold < 0) {
            draft.remark("its threshold was never set, so every positive pre-activation is active, as in its library");
        }
        return draft.activation(new SaeActivation.JumpRelu(thresholds)).declaredL0(about.integer("k"));
    }

    private static SaeDraft jumpRelu(String format, ConfigFile about, TensorFile tensors) {
        SaeDraft draft = parameters(format, "jumprelu", tensors).subtractsDecoderBias(false);
        ConfigFile trainer = about.object("config").object("trainer");
        if (trainer.has("target_l0")) {
            draft.declaredL0(trainer.number("target_l0"));
        }
        int features = columns(tensors.tensor("W_enc"));
        return draft.activation(new SaeActivation.JumpRelu(vector(tensors, "threshold", features)));
    }

    private static @Nullable HookPoint hook(ConfigFile trainer) {
        if (!trainer.has("submodule_name") || trainer.id("layer").isEmpty()) {
            return null;
        }
        Matcher submodule = SUBMODULE.matcher(trainer.text("submodule_name"));
        return submodule.matches()
                ? new HookPoint(trainer.id("layer").getAsInt(), SITES.getOrDefault(submodule.group(1), ""))
                : null;
    }

    private static Sae.DeclaredModel declared(ConfigFile about, ConfigFile trainer) {
        ConfigFile buffer = about.object("config").object("buffer");
        return new Sae.DeclaredModel(
                trainer.has("lm_name") ? trainer.text("lm_name") : null,
                buffer.has("ctx_len") ? buffer.integer("ctx_len") : null,
                null);
    }
}
