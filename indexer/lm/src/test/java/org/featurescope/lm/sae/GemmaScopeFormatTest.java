package org.featurescope.lm.sae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.UnsupportedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both generations. */
class GemmaScopeFormatTest {

    private static final String FIRST = "gemma-scope-moved";
    private static final String SECOND = "gemma-scope-2-270m-pt/transcoder/layer_5_width_16k_l0_small";

    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({
        "gemma-scope-9b-it-res/layer_20/width_16k/average_l0_14, blocks.20.hook_resid_post, gemma-2-9b-it, 14",
        "gemma-scope-2b-pt-mlp/layer_3/width_65k/average_l0_119, blocks.3.hook_mlp_out, gemma-2-2b, 119",
        "gemma-scope-2b-pt-att/layer_3/width_16k/average_l0_8, blocks.3.attn.hook_z, gemma-2-2b, 8",
        "gemma-scope-2b-pt-res/embedding/width_4k/average_l0_6, hook_embed, gemma-2-2b, 6",
        "models--google--gemma-scope-27b-pt-res/snapshots/0a1/layer_7/width_131k/average_l0_72, blocks.7.hook_resid_post,"
                + " gemma-2-27b, 72",
    })
    void theNamesOfFoldersSayWhatItIs(String path, String hook, String model, double l0) {
        Sae sae = EditedSae.of(FIRST, temp.resolve(path)).read();

        assertThat(sae.input().name()).isEqualTo(hook);
        assertThat(sae.isTranscoder()).isFalse();
        assertThat(sae.declaredL0()).hasValue(l0);
        assertThat(sae.declared()).isEqualTo(new Sae.DeclaredModel(model, 1024, true));
        assertThat(sae.inputBias()).containsOnly(0);
    }

    @Test
    void transcodersPredictWhatTheMlpAdds() {
        Sae sae = EditedSae.of(FIRST, temp.resolve("gemma-scope-2b-pt-transcoders/layer_12/width_16k/average_l0_6"))
                .read();

        assertThat(sae.input()).isEqualTo(HookPoint.ln2Normalized(12));
        assertThat(sae.output()).isEqualTo(HookPoint.mlpOut(12));
    }

    @ParameterizedTest
    @CsvSource({
        "somewhere/layer_3, which hook point",
        "gemma-scope-2b-pt-res/width_16k, which layer",
        "gemma-scope-2b-pt-resid/layer_3, which hook point",
    })
    void asksForWhatNamesLeaveOpen(String path, String words) {
        EditedSae sae = EditedSae.of(FIRST, temp.resolve(path));

        assertThatThrownBy(sae::read)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("params.npz", words, "hook=HOOK");
        assertThat(sae.read("hook=blocks.3.hook_resid_mid").input()).isEqualTo(HookPoint.residMid(3));
    }

    @Test
    void theSecondGenerationNamesModulesOfTransformers() {
        Sae sae = EditedSae.of(SECOND, temp.resolve("any")).read();

        assertThat(sae.input()).isEqualTo(HookPoint.mlpIn(5));
        assertThat(sae.output()).isEqualTo(HookPoint.mlpOut(5));
        assertThat(sae.declaredL0()).hasValue(20);
        assertThat(sae.declared().model()).isEqualTo("google/gemma-3-270m-pt");
    }

    @Test
    void asksForAModuleThatItDoesNotKnow() {
        EditedSae sae = EditedSae.of(SECOND, temp.resolve("any"))
                .json(
                        "config.json",
                        config -> config.put("hf_hook_point_in", "model.layers.5.self_attn.k_proj.output"));

        assertThatThrownBy(sae::read)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("config.json", "hf_hook_point_in", "k_proj", "hook=HOOK");
    }

    @Test
    void refusesAnotherArchitectureAndASkipConnectionWithoutItsMatrix() {
        EditedSae other = EditedSae.of(SECOND, temp.resolve("other"))
                .json("config.json", config -> config.put("architecture", "relu"));
        EditedSae affine = EditedSae.of(SECOND, temp.resolve("affine"))
                .json("config.json", config -> config.put("affine_connection", true));

        assertThatThrownBy(other::read)
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContainingAll("config.json", "architecture = \"relu\"", "jump_relu");
        assertThatThrownBy(affine::read)
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContainingAll("config.json", "affine_connection = true", "affine_skip_connection");
    }
}
