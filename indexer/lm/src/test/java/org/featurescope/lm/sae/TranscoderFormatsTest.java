package org.featurescope.lm.sae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.SafetensorsWriter;
import org.featurescope.lm.file.UnsupportedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Per-layer and cross-layer transcoders. */
class TranscoderFormatsTest {

    @TempDir
    Path temp;

    private EditedSae fixture(String name) {
        return EditedSae.of(name, temp.resolve(name));
    }

    @Test
    void readsEachLayerWhereTheConfigurationSays() {
        List<Sae> saes = fixture("transcoders").readAll();

        assertThat(saes).extracting(Sae::input).containsExactly(HookPoint.mlpIn(0), HookPoint.mlpIn(1));
        assertThat(saes).extracting(Sae::output).containsExactly(HookPoint.mlpOut(0), HookPoint.mlpOut(1));
        assertThat(saes)
                .extracting(Sae::name)
                .containsExactly("0-mlp-in-jumprelu-transcoder", "1-mlp-in-jumprelu-transcoder");
        assertThat(saes.get(0).declared().model()).isEqualTo("Qwen/Qwen3-0.6B");
    }

    @Test
    void readsTheLayersThatAreAskedFor() {
        EditedSae clt = fixture("cross-layer");

        assertThat(clt.readAll("layers=1")).extracting(Sae::input).containsExactly(HookPoint.residMid(1));
        assertThatThrownBy(() -> clt.readAll("layers=0;2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("layer 2", "[0, 1]");
    }

    @Test
    void takesADecoderEitherWayRound() {
        assertThat(fixture("transcoders").readAll())
                .allSatisfy(
                        sae -> assertThat(Objects.requireNonNull(sae.decoder()).transposed())
                                .isFalse());
        assertThat(fixture("transcoders-2025").readAll())
                .allSatisfy(
                        sae -> assertThat(Objects.requireNonNull(sae.decoder()).transposed())
                                .isTrue());
    }

    @Test
    void asksForHookPointsThatNoFileSays() {
        EditedSae set = fixture("transcoders").delete("config.yaml");

        assertThatThrownBy(set::readAll)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("config.yaml", "hook=mlp.hook_in,out=hook_mlp_out");
        assertThat(set.readAll("hook=mlp.hook_in", "out=hook_mlp_out"))
                .extracting(Sae::output)
                .containsExactly(HookPoint.mlpOut(0), HookPoint.mlpOut(1));
        assertThatThrownBy(() -> set.readAll("hook=blocks.0.mlp.hook_in", "out=hook_mlp_out"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("blocks.0.mlp.hook_in", "2", "hook=mlp.hook_in", "layers=");
    }

    @Test
    void readsHookPointsAsWeightsAndBiasesWritesThem() {
        EditedSae set = fixture("transcoders")
                .delete("config.yaml")
                .write(
                        "wandb-config.yaml",
                        "feature_input_hook:\n  value: hook_resid_mid\nfeature_output_hook:\n  value: hook_mlp_out\n");

        assertThat(set.readAll("layers=1")).extracting(Sae::input).containsExactly(HookPoint.residMid(1));
    }

    @Test
    void doesNotMeasureWhatStandsBeforeANorm() {
        EditedSae set = fixture("transcoders")
                .write(
                        "config.yaml",
                        "model_name: google/gemma-2-2b\nfeature_input_hook: mlp.hook_in\nfeature_output_hook: mlp.hook_out\n");

        assertThat(set.readAll()).allSatisfy(sae -> {
            assertThat(sae.decoder()).isNull();
            assertThat(sae.remarks()).anyMatch(remark -> remark.contains("before the norm"));
        });
    }

    @Test
    void saysThatEncodersOfACrossLayerTranscoderReconstructNothing() {
        assertThat(fixture("cross-layer").readAll()).allSatisfy(sae -> {
            assertThat(sae.decoder()).isNull();
            assertThat(sae.isTranscoder()).isTrue();
            assertThat(sae.remarks()).anyMatch(remark -> remark.contains("FVU is not measured"));
        });
    }

    @Test
    void asksForKThatNoFileSays() {
        EditedSae set = fixture("transcoders-topk")
                .write(
                        "wanb-config.yaml",
                        "activation: topk\nfeature_input_hook: mlp.hook_in\nfeature_output_hook: mlp.hook_out\n");

        assertThatThrownBy(set::readAll)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("k=NUMBER");
        assertThat(set.readAll("k=5").get(1).declaredL0()).hasValue(5);
    }

    @Test
    void refusesASquareDecoder() {
        Path file = temp.resolve("layer_0.safetensors");
        long[] square = {4, 4};
        SafetensorsWriter.Type type = SafetensorsWriter.Type.F32;
        List<SafetensorsWriter.Entry> entries = List.of(
                new SafetensorsWriter.Entry("W_enc", type, square),
                new SafetensorsWriter.Entry("W_dec", type, square),
                new SafetensorsWriter.Entry("b_enc", type, 4),
                new SafetensorsWriter.Entry("b_dec", type, 4));
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, Map.of(), entries)) {
            entries.forEach(entry -> writer.append(
                    entry.name(), FloatBuffer.wrap(new float[entry.name().startsWith("W") ? 16 : 4])));
            writer.finish();
        }

        assertThatThrownBy(
                        () -> SaeFolder.read(temp, SaeOptions.of(Map.of("hook", "mlp.hook_in", "out", "hook_mlp_out"))))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContainingAll("layer_0.safetensors", "square");
    }
}
