package org.featurescope.lm;

import org.featurescope.lm.Attention.Scores;
import org.featurescope.lm.file.ConfigFile;

/** Mistral (Jiang et al. 2023): every layer attends to a sliding window, unless {@code sliding_window} is null. */
final class Mistral extends LlamaLike {

    private static final int DEFAULT_WINDOW = 4096;

    private final RotarySettings rotary;
    private final Scores scores;

    Mistral(ConfigFile config) {
        super(
                config,
                shape(config, "mistral", config.integer("num_key_value_heads"), evenHeads(config)),
                Activation.read(config, "hidden_act", "silu"),
                config.number("rms_norm_eps", 1e-6),
                config.flag("tie_word_embeddings", false));
        rotary = RotarySettings.read(config, shape());
        scores = super.scores(0).within(config.integerOrNull("sliding_window", DEFAULT_WINDOW));
        config.refuse(config.has("layer_types"), "layer_types", "none; all layers of a Mistral are alike");
        config.refuse(config.flag("attention_bias", false), "attention_bias", "false");
    }

    @Override
    RotarySettings rotary(int layer) {
        return rotary;
    }

    @Override
    Scores scores(int layer) {
        return scores;
    }
}
