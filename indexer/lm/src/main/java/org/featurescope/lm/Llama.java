package org.featurescope.lm;

import org.featurescope.lm.file.ConfigFile;

/** Llama 1 to 3 (Touvron et al. 2023, Dubey et al. 2024), and whatever else is published as a Llama. */
final class Llama extends LlamaLike {

    private final RotarySettings rotary;
    private final boolean attentionBias;
    private final boolean mlpBias;

    Llama(ConfigFile config) {
        super(
                config,
                shape(
                        config,
                        "llama",
                        config.integer("num_key_value_heads", config.integer("num_attention_heads")),
                        evenHeads(config)),
                Activation.read(config, "hidden_act", "silu"),
                config.number("rms_norm_eps", 1e-6),
                config.flag("tie_word_embeddings", false));
        rotary = RotarySettings.read(config, shape());
        attentionBias = config.flag("attention_bias", false);
        mlpBias = config.flag("mlp_bias", false);
    }

    @Override
    RotarySettings rotary(int layer) {
        return rotary;
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
    boolean mlpBias() {
        return mlpBias;
    }
}
