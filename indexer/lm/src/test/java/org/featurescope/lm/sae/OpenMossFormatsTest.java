package org.featurescope.lm.sae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.UnsupportedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Llama Scope and Llamascopium. */
class OpenMossFormatsTest {

    @TempDir
    Path temp;

    private EditedSae llamaScope(Consumer<ObjectNode> edit) {
        return EditedSae.of("llama-scope", temp.resolve("llama-scope")).json("hyperparams.json", edit);
    }

    private EditedSae llamascopium(Consumer<ObjectNode> edit) {
        return EditedSae.of("llamascopium", temp.resolve("llamascopium")).json("config.json", edit);
    }

    @Test
    void knowsThatAThresholdOnATopKSaeMakesItAJumpRelu() {
        Sae sae = EditedSae.of("llama-scope-topk", temp.resolve("topk")).read();

        assertThat(sae.architecture()).isEqualTo("jumprelu");
        assertThat(sae.declaredL0()).hasValue(5);
        assertThat(sae.remarks()).anyMatch(remark -> remark.contains("TopK"));
    }

    @Test
    void readsTranscoders() {
        Sae sae = EditedSae.of("llama-scope-transcoder", temp.resolve("transcoder"))
                .read();

        assertThat(sae.input()).isEqualTo(HookPoint.parse("blocks.1.ln2.hook_normalized"));
        assertThat(sae.output()).isEqualTo(HookPoint.mlpOut(1));
        assertThat(sae.scaling()).isEqualTo(new SaeScaling.Constant(2.5 / 7.5, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "norm_activation, batch-wise, token-wise",
        "act_fn, gelu, jumprelu",
    })
    void refusesSettingsOfLlamaScope(String field, String value, String supported) {
        assertThatThrownBy(llamaScope(config -> config.put(field, value))::read)
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContainingAll("hyperparams.json", field, value, supported);
    }

    @ParameterizedTest
    @CsvSource({
        "norm_activation, batch-wise, token-wise",
        "act_fn, batchtopk, converts it to jumprelu",
        "sae_type, crosscoder, transcoders",
    })
    void refusesSettingsOfLlamascopium(String field, String value, String supported) {
        assertThatThrownBy(llamascopium(config -> config.put(field, value))::read)
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContainingAll("config.json", field, value, supported);
    }

    @Test
    void refusesGatedEncoders() {
        assertThatThrownBy(llamaScope(config -> config.put("use_glu_encoder", true))::read)
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("use_glu_encoder");
        assertThatThrownBy(llamascopium(config -> config.put("use_glu_encoder", true))::read)
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("use_glu_encoder");
    }

    @Test
    void asksForAScaleThatTheFileDoesNotKnow() {
        EditedSae sae = llamascopium(config -> config.put("norm_activation", "inference"));
        assertThat(sae.read().scaling()).isEqualTo(new SaeScaling.None());

        for (float length : new float[] {0, 1e-20f}) {
            EditedSae unknown = EditedSae.of("llamascopium", temp.resolve("unknown" + length))
                    .vector("dataset_average_activation_norm.blocks.1.hook_resid_post", length);
            assertThatThrownBy(unknown::read)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("dataset_average_activation_norm", "scale=NUMBER", "16");
            assertThat(unknown.read("scale=0.5").scaling()).isEqualTo(new SaeScaling.Constant(0.5, 0.5));
        }
    }
}
