package org.featurescope.lm.sae;

import java.util.List;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.ConfigFile;
import org.featurescope.lm.file.StoredTensor;
import org.featurescope.lm.file.TensorFile;
import org.featurescope.lm.file.UnsupportedException;
import org.jspecify.annotations.Nullable;

/**
 * What OpenMOSS' library, now Llamascopium, writes since January 2025: {@code config.json} and {@code
 * sae_weights.safetensors}. Llama Scope R1-Distill has its first tensor names, {@code encoder.weight}; today's are {@code
 * W_E}. Latents are in the units of training: the input is scaled by the average length of activations. If {@code
 * sparsity_include_decoder_norm}, the lengths of the decoder's rows decide which latents are active, and do not scale them.
 */
final class LlamascopiumFormat implements SaeFormat {

    private static final String CONFIG = "config.json";
    private static final String WEIGHTS = "sae_weights.safetensors";

    @Override
    public String name() {
        return "Llamascopium";
    }

    @Override
    public boolean recognises(SaeFiles folder) {
        return folder.has(CONFIG) && folder.has(WEIGHTS) && isOurs(folder.config(CONFIG));
    }

    private static boolean isOurs(ConfigFile config) {
        return config.has("sae_type") || config.has("hook_point_in");
    }

    @Override
    public List<Sae> read(SaeFiles folder, SaeOptions options) {
        ConfigFile config = folder.config(CONFIG);
        TensorFile tensors = folder.tensors(WEIGHTS);
        config.refuse(
                config.has("sae_type") && !config.text("sae_type").equals("sae"),
                "sae_type",
                "\"sae\", transcoders too");
        config.refuse(config.flag("use_glu_encoder", false), "use_glu_encoder", "false");
        String input = config.text("hook_point_in");
        String output = config.has("hook_point_out") ? config.text("hook_point_out") : input;
        SaeDraft draft = new SaeDraft(name(), act(config))
                .file(folder.path(WEIGHTS))
                .file(folder.path(CONFIG))
                .hooks(HookPoint.parse(input), HookPoint.parse(output))
                .decoderNorm(
                        config.flag("sparsity_include_decoder_norm", true)
                                ? Sae.DecoderNorm.FOR_SELECTION
                                : Sae.DecoderNorm.IGNORED);
        addWeights(draft, config, tensors);
        draft.scaling(scaling(config, tensors, options, input, output));
        return List.of(draft.finish(options));
    }

    private static String act(ConfigFile config) {
        return config.has("act_fn") ? config.text("act_fn") : "relu";
    }

    private static void addWeights(SaeDraft draft, ConfigFile config, TensorFile tensors) {
        int dModel = config.integer("d_model");
        boolean today = tensors.names().contains("W_E");
        float[] encoderBias = tensors.tensor(today ? "b_E" : "encoder.bias").floats();
        int features = encoderBias.length;
        SaeMatrix encoder = today
                ? new SaeMatrix(tensors.tensor("W_E").require(dModel, features), true)
                : new SaeMatrix(tensors.tensor("encoder.weight").require(features, dModel), false);
        SaeMatrix decoder = today
                ? new SaeMatrix(tensors.tensor("W_D").require(features, dModel), false)
                : new SaeMatrix(tensors.tensor("decoder.weight").require(dModel, features), true);
        boolean hasBias = config.flag("use_decoder_bias", true);
        draft.encoder(encoder, encoderBias)
                .activation(activation(config, tensors, features))
                .decoder(
                        decoder,
                        hasBias
                                ? tensors.tensor(today ? "b_D" : "decoder.bias")
                                        .require(dModel)
                                        .floats()
                                : new float[dModel])
                .subtractsDecoderBias(hasBias && config.flag("apply_decoder_bias_to_pre_encoder", false));
    }

    private static SaeActivation activation(ConfigFile config, TensorFile tensors, int features) {
        return switch (act(config)) {
            case "relu" -> new SaeActivation.Relu();
            case "jumprelu" -> new SaeActivation.JumpRelu(threshold(tensors, features));
            case "topk" -> new SaeActivation.TopK(config.integer("top_k", 50));
            default ->
                throw new UnsupportedException(config.file() + ": act_fn = \"" + act(config)
                        + "\" is not supported; supported: \"relu\", \"jumprelu\", \"topk\" (a batchtopk SAE depends on the"
                        + " batch until Llamascopium converts it to jumprelu)");
        };
    }

    private static float[] threshold(TensorFile tensors, int features) {
        String first = "log_jumprelu_threshold";
        String name = tensors.names().contains(first) ? first : "activation_function." + first;
        float[] threshold = tensors.tensor(name).require(features).floats();
        for (int i = 0; i < features; i++) {
            threshold[i] = (float) Math.exp(threshold[i]);
        }
        return threshold;
    }

    private static SaeScaling scaling(
            ConfigFile config, TensorFile tensors, SaeOptions options, String input, String output) {
        String norm = config.has("norm_activation") ? config.text("norm_activation") : "dataset-wise";
        return switch (norm) {
            case "inference" -> new SaeScaling.None();
            case "dataset-wise" ->
                options.scale() != null
                        ? new SaeScaling.Constant(options.scale(), options.scale())
                        : new SaeScaling.Constant(factor(config, tensors, input), factor(config, tensors, output));
            case "token-wise" -> {
                config.refuse(!input.equals(output), "norm_activation", "\"dataset-wise\" for a transcoder");
                yield new SaeScaling.ConstantNorm();
            }
            default ->
                throw new UnsupportedException(config.file() + ": norm_activation = \"" + norm
                        + "\" is not supported; supported: \"dataset-wise\", \"token-wise\", \"inference\"");
        };
    }

    private static double factor(ConfigFile config, TensorFile tensors, String hook) {
        String name = "dataset_average_activation_norm." + hook;
        double length = average(tensors.names().contains(name) ? tensors.tensor(name) : null);
        // the library writes memory as it finds it when it knows no average
        if (!(length > 1e-6 && length < 1e6)) {
            throw new IllegalArgumentException(tensors.file() + ": tensor " + name
                    + ", the average length of an activation, is " + (Double.isNaN(length) ? "missing" : length)
                    + "; say what inputs are multiplied with by scale=NUMBER, the root of " + config.integer("d_model")
                    + " over that length");
        }
        return Math.sqrt(config.integer("d_model")) / length;
    }

    private static double average(@Nullable StoredTensor stored) {
        return stored == null || stored.elements() != 1 ? Double.NaN : stored.floats()[0];
    }
}
