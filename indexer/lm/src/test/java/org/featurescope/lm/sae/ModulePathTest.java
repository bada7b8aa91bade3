package org.featurescope.lm.sae;

import static org.assertj.core.api.Assertions.assertThat;

import org.featurescope.core.HookPoint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModulePathTest {

    @ParameterizedTest
    @CsvSource({
        "layers.10, blocks.10.hook_resid_pre, blocks.10.hook_resid_post",
        "h.3, blocks.3.hook_resid_pre, blocks.3.hook_resid_post",
        "model.layers.0, blocks.0.hook_resid_pre, blocks.0.hook_resid_post",
        "layers.5.mlp, blocks.5.mlp.hook_in, blocks.5.hook_mlp_out",
        "transformer.h.3.mlp, blocks.3.mlp.hook_in, blocks.3.hook_mlp_out",
        "model.language_model.layers.2.mlp, blocks.2.mlp.hook_in, blocks.2.hook_mlp_out",
        "gpt_neox.layers.3, blocks.3.hook_resid_pre, blocks.3.hook_resid_post",
        "layers.3.mlp.act, blocks.3.mlp.hook_pre, blocks.3.mlp.hook_post",
        "layers.3.mlp.down_proj, blocks.3.mlp.hook_post, blocks.3.hook_mlp_out",
        "layers.3.self_attn.o_proj, blocks.3.attn.hook_z, blocks.3.hook_attn_out",
    })
    void knowsWhatAModuleReadsAndGives(String path, String input, String output) {
        ModulePath module = ModulePath.parse(path).orElseThrow();

        assertThat(module.input()).isEqualTo(HookPoint.parse(input));
        assertThat(module.output()).isEqualTo(HookPoint.parse(output));
    }

    @ParameterizedTest
    @CsvSource({
        "layers.3.attention, blocks.3.hook_attn_out",
        "layers.3.self_attn, blocks.3.hook_attn_out",
        "h.3.attn, blocks.3.hook_attn_out",
        "embed_tokens, hook_embed",
        "transformer.wte, hook_embed",
        "gpt_neox.embed_in, hook_embed",
    })
    void knowsWhereNoHookPointShowsTheInput(String path, String output) {
        ModulePath module = ModulePath.parse(path).orElseThrow();

        assertThat(module.input()).isNull();
        assertThat(module.output()).isEqualTo(HookPoint.parse(output));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "layers",
                "layers.",
                "layers.x",
                "layers.3.mlp.act_fn",
                "layers.3.mlp.experts.1",
                "sae",
                "../layers.3"
            })
    void doesNotGuess(String path) {
        assertThat(ModulePath.parse(path)).isEmpty();
    }
}
