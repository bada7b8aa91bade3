package org.featurescope.lm.sae;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.ConfigFile;
import org.jspecify.annotations.Nullable;

/**
 * What the YAML beside the transcoders of a model says, as circuit-tracer reads it. Hook points stand there without their
 * block. {@code mlp.hook_out} is what the MLP itself gives: {@code hook_mlp_out}, but in models that norm it before they add
 * it.
 *
 * @param files that were read
 * @param input site where each layer's transcoder reads; null if it is not said, like all others
 * @param output site that it predicts, as it is written
 * @param activation {@code relu}, {@code topk}; what it says otherwise is of no effect
 */
record TranscoderConfig(
        List<ConfigFile> files,
        @Nullable String input,
        @Nullable String output,
        @Nullable String model,
        @Nullable String activation,
        @Nullable Integer k) {

    private static final List<String> NAMES = List.of("config.yaml", "wandb-config.yaml", "wanb-config.yaml");

    /** Sites that circuit-tracer adds to TransformerLens' and that have another name here. */
    private static final Map<String, String> SITES = Map.of("mlp.hook_out", "hook_mlp_out");

    private static final List<String> NORM_WHAT_THEY_ADD = List.of("gemma-2", "gemma-3", "olmo-2");

    static TranscoderConfig read(SaeFiles folder) {
        List<ConfigFile> files = NAMES.stream()
                .filter(folder::has)
                .map(name -> ConfigFile.readYaml(folder.path(name)))
                .toList();
        return new TranscoderConfig(
                files,
                value(files, "feature_input_hook", ConfigFile::text),
                value(files, "feature_output_hook", ConfigFile::text),
                value(files, "model_name", ConfigFile::text),
                value(files, "activation", ConfigFile::text),
                value(files, "k", ConfigFile::integer));
    }

    /** Of the first file that has it; Weights & Biases writes {@code field: {value: …}}. */
    private static <T> @Nullable T value(List<ConfigFile> files, String field, BiFunction<ConfigFile, String, T> read) {
        for (ConfigFile file : files) {
            if (file.has(field)) {
                return file.isObject(field) ? read.apply(file.object(field), "value") : read.apply(file, field);
            }
        }
        return null;
    }

    @Nullable HookPoint inputOf(int layer) {
        return at(layer, input);
    }

    @Nullable HookPoint outputOf(int layer) {
        return at(layer, output);
    }

    private static @Nullable HookPoint at(int layer, @Nullable String site) {
        return site == null ? null : new HookPoint(layer, SITES.getOrDefault(site, site));
    }

    /** Whether what it predicts is a place that no hook point of ours shows. */
    boolean predictsBeforeANorm() {
        String name = Optional.ofNullable(model).orElse("").toLowerCase(Locale.ROOT);
        return "mlp.hook_out".equals(output) && NORM_WHAT_THEY_ADD.stream().anyMatch(name::contains);
    }

    Sae.DeclaredModel declared() {
        return new Sae.DeclaredModel(model, null, null);
    }
}
