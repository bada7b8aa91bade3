package org.featurescope.lm.sae;

import java.util.ArrayList;
import java.util.List;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.ConfigFile;
import org.featurescope.lm.file.UnsupportedException;
import org.jspecify.annotations.Nullable;

/**
 * {@code cfg.json} of SAELens in either layout: since version 6, what concerns the model stands in {@code metadata};
 * before, everything is on one level and some fields have other names.
 *
 * @param sae fields of the SAE
 * @param model fields about the model it was trained on
 */
record SaeLensConfig(ConfigFile sae, ConfigFile model) {

    private static final String CENTRED = "center_writing_weights";

    static SaeLensConfig of(ConfigFile config) {
        return new SaeLensConfig(config, config.has("metadata") ? config.object("metadata") : config);
    }

    /** A flat configuration may name the activation function instead of the architecture. */
    String architecture() {
        String architecture = sae.has("architecture") || !isFlat() ? sae.text("architecture") : "standard";
        String function = activationFunction();
        if (function.equals("topk")) {
            return "topk";
        }
        if (!function.equals("relu")) {
            throw new UnsupportedException(sae.file() + ": the activation function " + function
                    + " is not supported; supported: relu, topk");
        }
        return architecture;
    }

    private boolean isFlat() {
        return sae == model;
    }

    private String activationFunction() {
        return sae.text(sae.has("activation_fn_str") || !sae.has("activation_fn") ? "activation_fn_str" : "activation_fn", "relu");
    }

    int k() {
        return sae.has("k") ? sae.integer("k") : sae.object("activation_fn_kwargs").integer("k");
    }

    HookPoint hook() {
        model.refuse(model.has("hook_head_index"), "hook_head_index", "null, an SAE of all heads");
        model.refuse(model.has("hook_point_head_index"), "hook_point_head_index", "null, an SAE of all heads");
        return HookPoint.parse(model.text(model.has("hook_point") ? "hook_point" : "hook_name"));
    }

    /** Of a transcoder; null if the file does not say. */
    @Nullable HookPoint hookOut() {
        model.refuse(model.has("hook_head_index_out"), "hook_head_index_out", "null");
        return model.has("hook_name_out") ? HookPoint.parse(model.text("hook_name_out")) : null;
    }

    /** In the words of version 6, with {@code none} for a missing one; a boolean was an early way to say it. */
    String normalisation() {
        String field = "normalize_activations";
        if (sae.isFlag(field)) {
            return sae.flag(field, false) ? "expected_average_only_in" : "none";
        }
        return sae.text(field, "none");
    }

    boolean subtractsDecoderBias() {
        return sae.flag("apply_b_dec_to_input", true);
    }

    /** SAELens loads models without processing unless this is said; then TransformerLens centres what writes to the residual stream. */
    boolean centred() {
        return processing().flag(CENTRED, false);
    }

    private ConfigFile processing() {
        return model.object("model_from_pretrained_kwargs");
    }

    void refuseOtherProcessing(HookPoint hook) {
        ConfigFile processing = processing();
        processing.refuse(
                hook.site().equals("attn.hook_z") && processing.flag("fold_value_biases", false),
                "fold_value_biases",
                "false at attn.hook_z");
    }

    Sae.DeclaredModel declared() {
        return new Sae.DeclaredModel(
                model.has("model_name") ? model.text("model_name") : null,
                model.has("context_size") ? model.integer("context_size") : null,
                model.has("prepend_bos") ? model.flag("prepend_bos", true) : null);
    }

    /** What a person should know before reading its latents. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (isFlat()) {
            remarks.add("written before SAELens 6, which did not record how the model was loaded;"
                    + " if it is of the releases gpt2-small-res-jb or gpt2-small-mlp-tm, say centred=true");
        }
        if (model.isListOfNumbers("seqpos_slice")) {
            remarks.add("trained on the positions seqpos_slice = " + model.shown("seqpos_slice") + " only");
        }
        if (model.has("exclude_special_tokens") && !model.shown("exclude_special_tokens").equals("false")) {
            remarks.add("trained without special tokens");
        }
        return remarks;
    }
}
