package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.sae.Sae;
import org.featurescope.lm.sae.SaeFolder;
import org.featurescope.lm.sae.SaeOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model of two layers; the SAEs read 16 dimensions, transcoders predict 12. */
class SaeFitTest {

    private final Map<HookPoint, Integer> points = new LinkedHashMap<>();

    @BeforeEach
    void aModel() {
        for (int layer = 0; layer < 2; layer++) {
            points.put(HookPoint.residPre(layer), 16);
            points.put(HookPoint.ln2Normalized(layer), 16);
            points.put(HookPoint.mlpPost(layer), 64);
            points.put(HookPoint.mlpOut(layer), 12);
            points.put(HookPoint.residPost(layer), 16);
        }
    }

    private static Sae sae(String fixture, Map<String, String> options) {
        return SaeFolder.read(Path.of("src/test/resources/sae", fixture), SaeOptions.of(options))
                .get(0);
    }

    private void refuses(Sae sae, String... words) {
        assertThatThrownBy(() -> SaeFit.check(sae, points))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sae_weights.safetensors")
                .hasMessageContainingAll(words);
    }

    @Test
    void takesAnSaeAndATranscoder() {
        assertThatCode(() -> SaeFit.check(sae("saelens-standard", Map.of()), points))
                .doesNotThrowAnyException();
        assertThatCode(() -> SaeFit.check(sae("saelens-transcoder", Map.of()), points))
                .doesNotThrowAnyException();
    }

    @Test
    void namesHookPointsOfThatLayerAndWidthIfThereIsNone() {
        refuses(
                sae("saelens-standard", Map.of("hook", "blocks.1.hook_resid_mid")),
                "reads blocks.1.hook_resid_mid, which the model lacks",
                "of 16 dimensions it has [blocks.1.hook_resid_pre, blocks.1.ln2.hook_normalized, blocks.1.hook_resid_post]",
                "hook=HOOK");
    }

    @Test
    void refusesALayerThatTheModelLacks() {
        refuses(
                sae("saelens-standard", Map.of("hook", "blocks.7.hook_resid_post")),
                "blocks.7",
                "blocks.0.hook_resid_pre");
    }

    @Test
    void refusesAnotherWidth() {
        refuses(
                sae("saelens-standard", Map.of("hook", "blocks.1.mlp.hook_post")),
                "reads 16 dimensions, but blocks.1.mlp.hook_post of the model has 64");
    }

    @Test
    void refusesAnOutputOfAnotherWidth() {
        refuses(
                sae("saelens-transcoder", Map.of("out", "blocks.1.hook_resid_post")),
                "predicts 12 dimensions, but blocks.1.hook_resid_post of the model has 16",
                "out=HOOK");
    }

    @Test
    void refusesAnOutputThatIsComputedBeforeTheInput() {
        refuses(
                sae("saelens-transcoder", Map.of("out", "blocks.0.hook_mlp_out")),
                "predicts blocks.0.hook_mlp_out, which the model computes before blocks.1.ln2.hook_normalized");
    }
}
