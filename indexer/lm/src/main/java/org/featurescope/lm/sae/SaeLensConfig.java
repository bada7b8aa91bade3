package org.featurescope.lm.sae;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.ConfigFile;
import org.jspecify.annotations.Nullable;

/**
 * {@code cfg.json} of SAELens in either layout: since version 6, what concerns the model stands in {@code metadata};
 * before, everything is on one level and some fields have other names.
 *
 * @param sae fields of the SAE
 * @param model fields about the model it was trained on
 */
record SaeLensConfig(ConfigFile sae, ConfigFile model) {

    private static final Set<String> ALL_POSITIONS = Set.of("null", "[]", "[null]", "[null,null]");

    static SaeLensConfig of(ConfigFile config) {
        return new SaeLensConfig(config, config.has("metadata") ? config.object("metadata") : config);
    }

    private boolean isFlat() {
        return sae == model;
    }

    String architecture() {
        return isFlat() ? flatArchitecture() : sae.text("architecture");
    }

    /** An SAE is standard unless it says otherwise, and is of TopK if its activation function is. */
    private String flatArchitecture() {
        String field = sae.has("activation_fn_str") ? "activation_fn_str" : "activation_fn";
        String function = sae.text(field, "relu");
        sae.refuse(!function.equals("relu") && !function.equals("topk"), field, "relu, topk");
        return function.equals("topk") ? "topk" : sae.text("architecture", "standard");
    }

    /** What a person calls it: a BatchTopK SAE is saved as a JumpReLU, and says so. */
    String trainedAs(String architecture) {
        return model.text("training_architecture", architecture);
    }

    int k() {
        return sae.has("k")
                ? sae.integer("k")
                : sae.object("activation_fn_kwargs").integer("k");
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
        ConfigFile processing = model.object("model_from_pretrained_kwargs");
        processing.refuse(
                processing.flag("fold_value_biases", false) && hook().site().equals("attn.hook_z"),
                "fold_value_biases",
                "false at attn.hook_z");
        return processing.flag("center_writing_weights", false);
    }

    Sae.DeclaredModel declared() {
        return new Sae.DeclaredModel(
                model.has("model_name") ? model.text("model_name") : null,
                model.integerOrNull("context_size", null),
                model.has("prepend_bos") ? model.flag("prepend_bos", true) : null);
    }

    /** What a person should know before reading its latents. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (isFlat()) {
            remarks.add("written before SAELens 6, which did not record how the model was loaded;"
                    + " if it is of the releases gpt2-small-res-jb or gpt2-small-mlp-tm, say centred=true");
        }
        if (!ALL_POSITIONS.contains(model.shown("seqpos_slice"))) {
            remarks.add("trained on the positions seqpos_slice = " + model.shown("seqpos_slice") + " only");
        }
        if (!Set.of("null", "false").contains(model.shown("exclude_special_tokens"))) {
            remarks.add("trained without special tokens");
        }
        return remarks;
    }
}
