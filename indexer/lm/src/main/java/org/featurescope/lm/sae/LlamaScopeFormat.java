package org.featurescope.lm.sae;

import java.util.List;
import java.util.Optional;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.ConfigFile;
import org.featurescope.lm.file.TensorFile;
import org.featurescope.lm.file.UnsupportedException;

/**
 * Llama Scope as first published (October 2024): {@code hyperparams.json} and {@code checkpoints/final.safetensors}.
 *
 * <p>Its library folds two things into the weights when it reads them, and so does this class. The average length of
 * activations, so that latents and threshold are in the units of the model and not in those of training; and, if {@code
 * sparsity_include_decoder_norm}, the lengths of the decoder's rows, by which latents are multiplied.
 */
final class LlamaScopeFormat implements SaeFormat {

    private static final String CONFIG = "hyperparams.json";

    /** In the order in which the library looks for them. */
    private static final List<String> WEIGHTS =
            List.of("sae_weights.safetensors", "checkpoints/pruned.safetensors", "checkpoints/final.safetensors");

    /** √d over the average length of an activation, where the SAE reads and where it writes. */
    private record Factors(double input, double output) {
        double ratio() {
            return input / output;
        }
    }

    @Override
    public String name() {
        return "Llama Scope";
    }

    @Override
    public boolean recognises(SaeFiles folder) {
        return folder.has(CONFIG) && weights(folder).isPresent();
    }

    private static Optional<String> weights(SaeFiles folder) {
        return WEIGHTS.stream().filter(folder::has).findFirst();
    }

    @Override
    public List<Sae> read(SaeFiles folder, SaeOptions options) {
        ConfigFile config = folder.config(CONFIG);
        String weights = weights(folder).orElse("checkpoints/final.safetensors");
        HookPoint input = HookPoint.parse(config.text("hook_point_in"));
        HookPoint output = config.has("hook_point_out") ? HookPoint.parse(config.text("hook_point_out")) : input;
        SaeDraft draft = new SaeDraft(name(), architecture(config))
                .file(folder.path(weights))
                .file(folder.path(CONFIG))
                .hooks(input, output)
                .activation(activation(config));
        config.refuse(config.flag("use_glu_encoder", false), "use_glu_encoder", "false");
        addWeights(draft, config, folder.tensors(weights), factors(config, draft, input.equals(output)));
        if (thresholdsTopK(config)) {
            draft.declaredL0(config.integer("top_k", 50))
                    .remark("it was trained as TopK and is used as JumpReLU, as its library does");
        }
        return List.of(draft.finish(options));
    }

    private static boolean thresholdsTopK(ConfigFile config) {
        return act(config).equals("topk") && threshold(config) > 0;
    }

    private static String act(ConfigFile config) {
        return config.has("act_fn") ? config.text("act_fn") : "relu";
    }

    private static String architecture(ConfigFile config) {
        return thresholdsTopK(config) ? "jumprelu" : act(config);
    }

    private static double threshold(ConfigFile config) {
        return config.has("jump_relu_threshold") ? config.number("jump_relu_threshold") : 0;
    }

    private static SaeActivation activation(ConfigFile config) {
        int features = config.integer("d_sae");
        return switch (architecture(config)) {
            case "relu" -> new SaeActivation.Relu();
            case "jumprelu" -> {
                float[] threshold = new float[features];
                java.util.Arrays.fill(threshold, (float) threshold(config));
                yield new SaeActivation.JumpRelu(threshold);
            }
            case "topk" -> new SaeActivation.TopK(config.integer("top_k", 50));
            default ->
                throw new UnsupportedException(config.file() + ": act_fn = \"" + act(config)
                        + "\" is not supported; supported: \"relu\", \"jumprelu\", \"topk\"");
        };
    }

    private static Factors factors(ConfigFile config, SaeDraft draft, boolean reconstructsItsInput) {
        String norm = config.has("norm_activation") ? config.text("norm_activation") : "dataset-wise";
        switch (norm) {
            case "dataset-wise" -> {
                ConfigFile norms = config.object("dataset_average_activation_norm");
                double root = Math.sqrt(config.integer("d_model"));
                return new Factors(root / norms.number("in"), root / norms.number("out"));
            }
            case "token-wise" -> {
                config.refuse(!reconstructsItsInput, "norm_activation", "\"dataset-wise\" for a transcoder");
                draft.scaling(new SaeScaling.ConstantNorm());
            }
            case "none", "inference" -> {}
            default ->
                config.refuse(true, "norm_activation", "\"dataset-wise\", \"token-wise\", \"inference\", \"none\"");
        }
        return new Factors(1, 1);
    }

    private static void addWeights(SaeDraft draft, ConfigFile config, TensorFile tensors, Factors factors) {
        int dModel = config.integer("d_model");
        int features = config.integer("d_sae");
        boolean byNorm = config.flag("sparsity_include_decoder_norm", true);
        boolean subtracts =
                config.flag("use_decoder_bias", true) && config.flag("apply_decoder_bias_to_pre_encoder", true);
        double ratio = factors.ratio();
        config.refuse(subtracts && ratio != 1, "apply_decoder_bias_to_pre_encoder", "false for a transcoder");
        if (ratio != 1) {
            draft.scaling(byNorm ? new SaeScaling.Constant(ratio, 1) : new SaeScaling.Constant(1, 1 / ratio));
        }
        // latents: of the library's decoder, which is the file's times this ratio
        double unit = byNorm ? factors.output() : factors.input();
        draft.encoder(
                        new SaeMatrix(tensors.tensor("encoder.weight").require(features, dModel), false),
                        divided(tensors.tensor("encoder.bias").require(features).floats(), unit))
                .decoderNorm(byNorm ? Sae.DecoderNorm.SCALES_LATENTS : Sae.DecoderNorm.IGNORED)
                .decoder(
                        new SaeMatrix(tensors.tensor("decoder.weight").require(dModel, features), true),
                        decoderBias(config, tensors, dModel, unit))
                .subtractsDecoderBias(subtracts);
    }

    private static float[] decoderBias(ConfigFile config, TensorFile tensors, int dModel, double unit) {
        return config.flag("use_decoder_bias", true)
                ? divided(tensors.tensor("decoder.bias").require(dModel).floats(), unit)
                : new float[dModel];
    }

    private static float[] divided(float[] values, double by) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] / by);
        }
        return values;
    }
}
