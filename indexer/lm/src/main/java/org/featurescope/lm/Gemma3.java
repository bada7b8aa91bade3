package org.featurescope.lm;

import org.featurescope.lm.Attention.Scores;
import org.featurescope.lm.file.ConfigFile;
import org.jspecify.annotations.Nullable;

/**
 * The text model of Gemma 3 (Gemma Team 2025), published alone ({@code gemma3_text}) or with a vision tower
 * ({@code gemma3}, whose {@code text_config} is read and whose other tensors are passed over). As Gemma 2, but queries
 * and keys are normalised head by head instead of capped, and layers with a window turn positions by a base of their own.
 *
 * <p>Published configurations leave much out; the defaults are those of transformers.
 */
final class Gemma3 extends LlamaLike {

    private static final double GLOBAL_THETA = 1_000_000;
    private static final double LOCAL_THETA = 10_000;
    private static final int DEFAULT_PATTERN = 6;

    private final RotarySettings globalRotary;
    private final RotarySettings localRotary;
    private final LayerWindows windows;
    private final boolean attentionBias;
    private final double scoreScale;
    private final @Nullable Double logitCap;

    /** A text model published alone. */
    static Gemma3 text(ConfigFile config) {
        return new Gemma3(config, "gemma3_text", config.flag("tie_word_embeddings", true));
    }

    /** The text part of a multimodal model. */
    static Gemma3 ofMultimodal(ConfigFile config) {
        ConfigFile text = config.object("text_config");
        text.refuse(text.has("final_logit_softcapping"), "final_logit_softcapping", "null in a multimodal model");
        return new Gemma3(text, "gemma3", config.flag("tie_word_embeddings", true));
    }

    private Gemma3(ConfigFile config, String family, boolean tied) {
        super(
                config,
                new ModelShape(
                        family,
                        config.integer("num_hidden_layers", 26),
                        config.integer("hidden_size", 2304),
                        config.integer("intermediate_size", 9216),
                        config.integer("num_attention_heads", 8),
                        config.integer("num_key_value_heads", 4),
                        config.integer("head_dim", 256),
                        config.integer("vocab_size", 262_208),
                        config.integer("max_position_embeddings", 131_072)),
                Activation.read(config, "hidden_activation", "gelu_pytorch_tanh"),
                config.number("rms_norm_eps", 1e-6),
                tied);
        globalRotary = globalRotary(config, shape());
        localRotary = localRotary(config, shape());
        int pattern = config.integer("sliding_window_pattern", DEFAULT_PATTERN);
        windows = LayerWindows.read(
                config,
                shape().layers(),
                config.integerOrNull("sliding_window", 4096),
                layer -> (layer + 1) % pattern != 0);
        attentionBias = config.flag("attention_bias", false);
        scoreScale = 1 / Math.sqrt(config.number("query_pre_attn_scalar", 256));
        logitCap = config.numberOrNull("final_logit_softcapping", null);
        config.refuse(config.has("attn_logit_softcapping"), "attn_logit_softcapping", "null");
        config.refuse(config.flag("use_bidirectional_attention", false), "use_bidirectional_attention", "false");
    }

    /** transformers 4 has one scaling, for the layers without a window; transformers 5 has one for each kind. */
    private static RotarySettings globalRotary(ConfigFile config, ModelShape shape) {
        ConfigFile scaling = config.object("rope_scaling");
        ConfigFile nested = parameters(config, "full_attention");
        double theta = nested.number("rope_theta", config.number("rope_theta", GLOBAL_THETA));
        return RotarySettings.of(
                config.has("rope_scaling") ? scaling : nested,
                scaling.number("rope_theta", theta),
                shape.dHead(),
                shape);
    }

    private static RotarySettings localRotary(ConfigFile config, ModelShape shape) {
        ConfigFile nested = parameters(config, "sliding_attention");
        double theta = nested.number("rope_theta", config.number("rope_local_base_freq", LOCAL_THETA));
        return RotarySettings.of(nested, theta, shape.dHead(), shape);
    }

    private static ConfigFile parameters(ConfigFile config, String layerType) {
        ConfigFile parameters = config.object("rope_parameters");
        config.refuse(
                parameters.has("rope_theta") || parameters.has("rope_type"),
                "rope_parameters",
                "an object each for full_attention and sliding_attention");
        return parameters.object(layerType);
    }

    @Override
    String[] prefixes() {
        return new String[] {"language_model.model.", "model.language_model.", "model.", ""};
    }

    @Override
    RotarySettings rotary(int layer) {
        return windows.isSliding(layer) ? localRotary : globalRotary;
    }

    @Override
    Norms norms() {
        return Norms.BEFORE_AND_AFTER;
    }

    @Override
    boolean normWeightsCountFromOne() {
        return true;
    }

    @Override
    QueryKeyNorm queryKeyNorm() {
        return QueryKeyNorm.EACH_HEAD;
    }

    @Override
    double embeddingScale() {
        return Math.sqrt(shape().dModel());
    }

    @Override
    boolean queryKeyValueBias() {
        return attentionBias;
    }

    @Override
    boolean attentionOutputBias() {
        return attentionBias;
    }

    @Override
    Scores scores(int layer) {
        return new Scores(scoreScale, windows.of(layer), null);
    }

    @Override
    @Nullable Double logitCap() {
        return logitCap;
    }
}
