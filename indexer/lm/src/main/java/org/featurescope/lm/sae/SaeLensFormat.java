package org.featurescope.lm.sae;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.ConfigFile;
import org.featurescope.lm.file.TensorFile;
import org.featurescope.lm.file.UnsupportedException;
import org.jspecify.annotations.Nullable;

/** SAELens in the layout of version 6 and the flat one before: {@code cfg.json} and {@code sae_weights.safetensors}. */
final class SaeLensFormat implements SaeFormat {

    private static final String CONFIG = "cfg.json";
    private static final String WEIGHTS = "sae_weights.safetensors";

    /** How a run of training was configured. */
    private static final String RUN = "runner_cfg.json";

    private static final Set<String> SUPPORTED = Set.of(
            "standard",
            "gated",
            "jumprelu",
            "topk",
            "batchtopk",
            "matryoshka_batchtopk",
            "transcoder",
            "skip_transcoder",
            "jumprelu_transcoder",
            "jumprelu_skip_transcoder");

    private static final Map<String, String> REFUSED = Map.of(
            "temporal", "its latents depend on the tokens before, so that no token could be encoded by itself",
            "matching_pursuit", "its latents are found by iteration, which this program does not run",
            "abstopk", "its latents are as often below 0 as above, and evidence is of activations above 0");

    @Override
    public String name() {
        return "SAELens";
    }

    @Override
    public boolean recognises(SaeFiles folder) {
        return folder.has(CONFIG) && folder.has(WEIGHTS);
    }

    @Override
    public List<Sae> read(SaeFiles folder, SaeOptions options) {
        ConfigFile file = folder.config(CONFIG);
        SaeLensConfig config = SaeLensConfig.of(file);
        String architecture = supported(file, config.architecture());
        boolean transcodes = architecture.endsWith("transcoder");
        TensorFile tensors = folder.tensors(WEIGHTS);
        refuseFinetuning(tensors);
        int dIn = file.integer("d_in");
        int dOut = transcodes ? file.integer("d_out") : dIn;
        int features = file.integer("d_sae");
        HookPoint input = options.input() != null ? options.input() : config.hook();
        float[] decoderBias = tensors.tensor("b_dec").require(dOut).floats();
        return List.of(new Sae(
                List.of(folder.path(WEIGHTS), folder.path(CONFIG)),
                name(),
                config.trainedAs(architecture),
                options.name() != null ? options.name() : SaeNames.of(input, config.trainedAs(architecture)),
                input,
                output(config, options, transcodes, input),
                options.centred() != null ? options.centred() : config.centred(),
                scaling(folder, config, options, transcodes),
                subtracts(config, options, transcodes) ? decoderBias : new float[dIn],
                new SaeMatrix(tensors.tensor("W_enc").require(dIn, features), true),
                tensors.tensor(architecture.equals("gated") ? "b_mag" : "b_enc")
                        .require(features)
                        .floats(),
                activation(config, options, architecture, tensors, features),
                scalesByDecoderNorm(file, architecture) ? Sae.DecoderNorm.SCALES_LATENTS : Sae.DecoderNorm.IGNORED,
                new SaeMatrix(tensors.tensor("W_dec").require(features, dOut), false),
                decoderBias,
                architecture.contains("skip")
                        ? new SaeMatrix(tensors.tensor("W_skip").require(dOut, dIn), false)
                        : null,
                declaredL0(folder, config, options, architecture),
                config.declared(),
                config.remarks()));
    }

    private static String supported(ConfigFile file, String architecture) {
        String reason = REFUSED.get(architecture);
        if (reason != null) {
            throw new UnsupportedException(
                    file.file() + ": architecture " + architecture + " is not supported: " + reason);
        }
        if (!SUPPORTED.contains(architecture)) {
            throw new UnsupportedException(
                    file.file() + ": architecture " + architecture + " is not supported; supported: "
                            + SUPPORTED.stream().sorted().toList());
        }
        return architecture;
    }

    /** SAELens wrote factors of 1 for a time; others were applied to latents before decoding, by versions before 6 only. */
    private static void refuseFinetuning(TensorFile tensors) {
        for (String name : List.of("scaling_factor", "finetuning_scaling_factor")) {
            if (tensors.names().contains(name)) {
                float[] factors = tensors.tensor(name).floats();
                for (int i = 0; i < factors.length; i++) {
                    if (Math.abs(factors[i] - 1) > 1e-5f) {
                        throw new UnsupportedException(tensors.file() + ": " + name + " is " + factors[i] + " at " + i
                                + "; only factors of 1 are supported, fold others into W_dec");
                    }
                }
            }
        }
    }

    private static HookPoint output(SaeLensConfig config, SaeOptions options, boolean transcodes, HookPoint input) {
        HookPoint output = options.output() != null ? options.output() : transcodes ? config.hookOut() : input;
        if (output == null) {
            throw new IllegalArgumentException(config.sae().file()
                    + ": does not say what this transcoder predicts (hook_name_out); say it with the option out=HOOK");
        }
        return output;
    }

    private static boolean subtracts(SaeLensConfig config, SaeOptions options, boolean transcodes) {
        if (transcodes) {
            config.sae().refuse(config.subtractsDecoderBias(), "apply_b_dec_to_input", "false for a transcoder");
            return false;
        }
        return options.subtractsDecoderBias() != null ? options.subtractsDecoderBias() : config.subtractsDecoderBias();
    }

    /** A transcoder of SAELens undoes nothing, since its output is another place of the model. */
    private static SaeScaling scaling(SaeFiles folder, SaeLensConfig config, SaeOptions options, boolean transcodes) {
        SaeScaling scaling = options.scale() != null
                ? new SaeScaling.Constant(options.scale(), options.scale())
                : declaredScaling(folder, config);
        boolean perToken = scaling instanceof SaeScaling.LayerNorm || scaling instanceof SaeScaling.ConstantNorm;
        return transcodes && perToken ? new SaeScaling.InputOnly(scaling) : scaling;
    }

    private static SaeScaling declaredScaling(SaeFiles folder, SaeLensConfig config) {
        return switch (config.normalisation()) {
            case "none" -> new SaeScaling.None();
            case "layer_norm" -> new SaeScaling.LayerNorm();
            case "constant_norm_rescale" -> new SaeScaling.ConstantNorm();
            case "expected_average_only_in" -> {
                double factor = storedFactor(folder);
                yield new SaeScaling.Constant(factor, factor);
            }
            default ->
                throw config.sae()
                        .unsupported(
                                "normalize_activations",
                                "none, expected_average_only_in, constant_norm_rescale, layer_norm; covariance_whitening"
                                        + " once it is folded into the weights (fold_activation_whitening)");
        };
    }

    /** SAELens folds the factor into the weights when training ends; a checkpoint keeps it beside them. */
    private static double storedFactor(SaeFiles folder) {
        String scaler = "activation_scaler.json";
        if (folder.has(scaler) && folder.config(scaler).has("scaling_factor")) {
            return folder.config(scaler).number("scaling_factor");
        }
        throw new IllegalArgumentException(folder.path(CONFIG)
                + ": normalize_activations is expected_average_only_in, and the factor is not in the folder; say it with"
                + " the option scale=NUMBER (norm_scaling_factor in SAELens' pretrained_saes.yaml), or scale=1 if it"
                + " has been folded into the weights");
    }

    private static boolean scalesByDecoderNorm(ConfigFile file, String architecture) {
        boolean trainsThatWay = architecture.contains("batchtopk");
        return (trainsThatWay || architecture.equals("topk"))
                && file.flag("rescale_acts_by_decoder_norm", trainsThatWay);
    }

    private static SaeActivation activation(
            SaeLensConfig config, SaeOptions options, String architecture, TensorFile tensors, int features) {
        return switch (architecture) {
            case "gated" ->
                new SaeActivation.Gated(
                        tensors.tensor("b_gate").require(features).floats(),
                        tensors.tensor("r_mag").require(features).floats());
            case "topk" -> new SaeActivation.TopK(options.k() != null ? options.k() : config.k());
            case "batchtopk", "matryoshka_batchtopk" -> checkpointOfBatchTopK(tensors, features);
            case "jumprelu", "jumprelu_transcoder", "jumprelu_skip_transcoder" ->
                new SaeActivation.JumpRelu(
                        tensors.tensor("threshold").require(features).floats());
            default -> new SaeActivation.Relu();
        };
    }

    /** Trained over batches, used with one threshold for all; SAELens writes a JumpReLU when training ends. */
    private static SaeActivation checkpointOfBatchTopK(TensorFile tensors, int features) {
        float[] threshold = new float[features];
        Arrays.fill(threshold, tensors.tensor("topk_threshold").require().floats()[0]);
        return new SaeActivation.JumpRelu(threshold);
    }

    /** k of TopK; of BatchTopK what it was trained with, if a file beside the weights still tells. */
    private static OptionalDouble declaredL0(
            SaeFiles folder, SaeLensConfig config, SaeOptions options, String architecture) {
        if (architecture.equals("topk")) {
            return OptionalDouble.of(options.k() != null ? options.k() : config.k());
        }
        List<ConfigFile> places =
                new ArrayList<>(List.of(config.model().object("training_architecture_details"), config.sae()));
        if (folder.has(RUN)) {
            places.add(folder.config(RUN).object("sae"));
        }
        return places.stream()
                .map(SaeLensFormat::trainedL0)
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .findFirst();
    }

    private static @Nullable Double trainedL0(ConfigFile training) {
        Double k = training.numberOrNull("k", null);
        return k != null ? k : training.numberOrNull("target_l0", null);
    }
}
