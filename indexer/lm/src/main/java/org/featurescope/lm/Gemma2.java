package org.featurescope.lm;

import org.featurescope.lm.Attention.Scores;
import org.featurescope.lm.file.ConfigFile;
import org.jspecify.annotations.Nullable;

/**
 * Gemma 2 (Gemma Team 2024): norms before and after attention and MLP, soft-capped scores and logits, a sliding window
 * in every other layer, embeddings multiplied with {@code √dModel}.
 */
final class Gemma2 extends LlamaLike {

    private final RotarySettings rotary;
    private final LayerWindows windows;
    private final boolean attentionBias;
    private final double scoreScale;
    private final @Nullable Double scoreCap;
    private final @Nullable Double logitCap;

    Gemma2(ConfigFile config) {
        super(
                config,
                shape(config, "gemma2", config.integer("num_key_value_heads", 4), config.integer("head_dim", 256)),
                Activation.read(config, "hidden_activation", "gelu_pytorch_tanh"),
                config.number("rms_norm_eps", 1e-6),
                config.flag("tie_word_embeddings", true));
        rotary = RotarySettings.read(config, shape());
        windows = LayerWindows.read(
                config, shape().layers(), config.integerOrNull("sliding_window", 4096), layer -> layer % 2 == 0);
        attentionBias = config.flag("attention_bias", false);
        scoreScale = 1 / Math.sqrt(config.number("query_pre_attn_scalar", 256));
        scoreCap = config.numberOrNull("attn_logit_softcapping", 50.0);
        logitCap = config.numberOrNull("final_logit_softcapping", 30.0);
        config.refuse(config.flag("use_bidirectional_attention", false), "use_bidirectional_attention", "false");
    }

    @Override
    RotarySettings rotary(int layer) {
        return rotary;
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
        return new Scores(scoreScale, windows.of(layer), scoreCap);
    }

    @Override
    @Nullable Double logitCap() {
        return logitCap;
    }
}
