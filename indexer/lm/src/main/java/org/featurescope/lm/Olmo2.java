package org.featurescope.lm;

import org.featurescope.lm.file.ConfigFile;

/**
 * OLMo 2 (OLMo Team 2024): attention and MLP are normalised at their output alone, queries and keys over all heads
 * together.
 */
final class Olmo2 extends LlamaLike {

    private final RotarySettings rotary;
    private final boolean attentionBias;

    Olmo2(ConfigFile config) {
        super(
                config,
                shape(
                        config,
                        "olmo2",
                        config.integer("num_key_value_heads", config.integer("num_attention_heads")),
                        evenHeads(config)),
                Activation.read(config, "hidden_act", "silu"),
                config.number("rms_norm_eps", 1e-5),
                config.flag("tie_word_embeddings", false));
        rotary = RotarySettings.read(config, shape());
        attentionBias = config.flag("attention_bias", false);
        config.refuse(config.has("clip_qkv"), "clip_qkv", "null");
    }

    @Override
    RotarySettings rotary(int layer) {
        return rotary;
    }

    @Override
    Norms norms() {
        return Norms.AFTER;
    }

    @Override
    QueryKeyNorm queryKeyNorm() {
        return QueryKeyNorm.ALL_HEADS;
    }

    @Override
    boolean queryKeyValueBias() {
        return attentionBias;
    }

    @Override
    boolean attentionOutputBias() {
        return attentionBias;
    }
}
