package org.featurescope.lm.sae;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.ConfigFile;
import org.featurescope.lm.file.TensorFile;
import org.jspecify.annotations.Nullable;

/** Gemma Scope 2, for Gemma 3: {@code params.safetensors} with names in lower case, and {@code config.json}. */
final class GemmaScope2Format implements SaeFormat {

    private static final String WEIGHTS = "params.safetensors";
    private static final String CONFIG = "config.json";

    private static final Pattern MODULE = Pattern.compile("(?:.*\\.)?layers\\.(\\d{1,4})\\.(.+)");

    /** Modules of transformers' Gemma 3, input or output, and what TransformerLens calls these values. */
    private static final Map<String, IntFunction<HookPoint>> POINTS = Map.of(
            "output", HookPoint::residPost,
            "self_attn.o_proj.input", HookPoint::attnZ,
            "post_attention_layernorm.output", HookPoint::attnOut,
            "pre_feedforward_layernorm.output", HookPoint::mlpIn,
            "post_feedforward_layernorm.output", HookPoint::mlpOut);

    @Override
    public String name() {
        return "Gemma Scope 2";
    }

    @Override
    public boolean recognises(SaeFiles folder) {
        return folder.has(WEIGHTS) && folder.tensors(WEIGHTS).names().contains("w_enc");
    }

    @Override
    public List<Sae> read(SaeFiles folder, SaeOptions options) {
        TensorFile tensors = folder.tensors(WEIGHTS);
        List<Path> files = new ArrayList<>(List.of(folder.path(WEIGHTS)));
        GemmaScope.Place place;
        if (folder.has(CONFIG)) {
            files.add(folder.path(CONFIG));
            place = place(folder.config(CONFIG), tensors, options);
        } else {
            HookPoint input = required(options.input(), folder.path(WEIGHTS) + ": without " + CONFIG, "reads", "hook");
            HookPoint output = options.output() != null ? options.output() : GemmaScope.usualOutput(input);
            place = new GemmaScope.Place(input, output, OptionalDouble.empty(), null);
        }
        return List.of(new GemmaScope(files, tensors, "w_").sae(name(), place, new SaeScaling.None(), options));
    }

    private static GemmaScope.Place place(ConfigFile config, TensorFile tensors, SaeOptions options) {
        config.refuse(!config.text("architecture", "jump_relu").equals("jump_relu"), "architecture", "jump_relu");
        config.refuse(
                config.flag("affine_connection", false) && !tensors.names().contains(GemmaScope.SKIP),
                "affine_connection",
                "false where " + tensors.file().getFileName() + " has no tensor " + GemmaScope.SKIP);
        HookPoint input = required(
                options.input() != null ? options.input() : point(config, "hf_hook_point_in"),
                config.file() + ": hf_hook_point_in = " + config.shown("hf_hook_point_in"),
                "reads",
                "hook");
        HookPoint declared =
                config.has("hf_hook_point_out") ? point(config, "hf_hook_point_out") : GemmaScope.usualOutput(input);
        HookPoint output = required(
                options.output() != null ? options.output() : declared,
                config.file() + ": hf_hook_point_out = " + config.shown("hf_hook_point_out"),
                "predicts",
                "out");
        Double l0 = config.numberOrNull("l0", null);
        return new GemmaScope.Place(
                input,
                output,
                l0 == null ? OptionalDouble.empty() : OptionalDouble.of(l0),
                config.has("model_name") ? config.text("model_name") : null);
    }

    private static @Nullable HookPoint point(ConfigFile config, String field) {
        Matcher module = MODULE.matcher(config.text(field, ""));
        IntFunction<HookPoint> of = module.matches() ? POINTS.get(module.group(2)) : null;
        return of == null ? null : of.apply(Integer.parseInt(module.group(1)));
    }

    private static HookPoint required(@Nullable HookPoint point, String where, String does, String option) {
        if (point == null) {
            throw new IllegalArgumentException(where + " does not say at which hook point it " + does
                    + "; say it with the option " + option + "=HOOK");
        }
        return point;
    }
}
