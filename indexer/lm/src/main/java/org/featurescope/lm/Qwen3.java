package org.featurescope.lm;

import org.featurescope.lm.Attention.Scores;
import org.featurescope.lm.file.ConfigFile;

/** Qwen 3 (Yang et al. 2025), the dense models: queries and keys are normalised head by head. */
final class Qwen3 extends LlamaLike {

    private static final int DEFAULT_HEAD = 128;

    private final RotarySettings rotary;
    private final LayerWindows windows;
    private final boolean attentionBias;

    Qwen3(ConfigFile config) {
        super(
                config,
                shape(config, "qwen3", config.integer("num_key_value_heads"), config.integer("head_dim", DEFAULT_HEAD)),
                Activation.read(config, "hidden_act", "silu"),
                config.number("rms_norm_eps", 1e-6),
                config.flag("tie_word_embeddings", false));
        rotary = RotarySettings.read(config, shape());
        windows = LayerWindows.ofQwen(config, shape().layers());
        attentionBias = config.flag("attention_bias", false);
    }

    @Override
    RotarySettings rotary(int layer) {
        return rotary;
    }

    @Override
    QueryKeyNorm queryKeyNorm() {
        return QueryKeyNorm.EACH_HEAD;
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
        return super.scores(layer).within(windows.of(layer));
    }
}
