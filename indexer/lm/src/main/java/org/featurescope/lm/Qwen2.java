package org.featurescope.lm;

import org.featurescope.lm.Attention.Scores;
import org.featurescope.lm.file.ConfigFile;

/** Qwen 2 and 2.5 (Yang et al. 2024): biases of queries, keys and values; the upper layers may attend to a window. */
final class Qwen2 extends LlamaLike {

    private final RotarySettings rotary;
    private final LayerWindows windows;

    Qwen2(ConfigFile config) {
        super(
                config,
                shape(config, "qwen2", config.integer("num_key_value_heads"), evenHeads(config)),
                Activation.read(config, "hidden_act", "silu"),
                config.number("rms_norm_eps", 1e-6),
                config.flag("tie_word_embeddings", false));
        rotary = RotarySettings.read(config, shape());
        windows = LayerWindows.ofQwen(config, shape().layers());
        config.refuse(!config.flag("attention_bias", true), "attention_bias", "true");
    }

    @Override
    RotarySettings rotary(int layer) {
        return rotary;
    }

    @Override
    boolean queryKeyValueBias() {
        return true;
    }

    @Override
    Scores scores(int layer) {
        return super.scores(layer).within(windows.of(layer));
    }
}
