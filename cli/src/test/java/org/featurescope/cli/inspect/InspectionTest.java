package org.featurescope.cli.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.sae.Sae;
import org.featurescope.lm.sae.SaeFolder;
import org.featurescope.lm.sae.SaeOptions;
import org.featurescope.pipeline.scan.Fidelity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {

    private static final Path MODEL = Path.of("../demo/babel-4l");
    private static final Path TOP_K = MODEL.resolve("saes/resid-post-2-topk");
    private static final Path JUMP_RELU = MODEL.resolve("saes/mlp-out-1-jumprelu");

    @TempDir
    private Path folder;

    @Test
    void tellsModelsFromSaes() {
        assertThat(FolderKind.of(MODEL, SaeOptions.NONE)).isEqualTo(FolderKind.MODEL);
        assertThat(FolderKind.of(TOP_K, SaeOptions.NONE)).isEqualTo(FolderKind.SAE);
    }

    @Test
    void saysWhatItLookedFor() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "nothing");

        assertThatThrownBy(() -> FolderKind.of(folder, SaeOptions.NONE))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("is no model: it has no config.json")
                .hasMessageContaining("SAELens")
                .hasMessageContaining("notes.txt");

        Files.writeString(folder.resolve("config.json"), "{}");
        assertThatThrownBy(() -> FolderKind.of(folder, SaeOptions.NONE))
                .hasMessageContaining("its config.json has no model_type");
    }

    @Test
    void aFolderWithBothIsAskedAbout() throws IOException {
        Files.copy(MODEL.resolve("config.json"), folder.resolve("config.json"));
        Files.copy(TOP_K.resolve("cfg.json"), folder.resolve("cfg.json"));
        Files.copy(TOP_K.resolve("sae_weights.safetensors"), folder.resolve("sae_weights.safetensors"));

        assertThatThrownBy(() -> FolderKind.of(folder, SaeOptions.NONE))
                .hasMessageContaining("holds files of a model and of an SAE; say format=NAME");
        assertThat(FolderKind.of(folder, SaeOptions.of(Map.of("format", "SAELens"))))
                .isEqualTo(FolderKind.SAE);
    }

    @Test
    void aModelWithoutATokenizerIsDescribedAllTheSame() throws IOException {
        Files.copy(MODEL.resolve("config.json"), folder.resolve("config.json"));
        Files.copy(MODEL.resolve("model.safetensors"), folder.resolve("model.safetensors"));

        ModelInspection found = ModelInspection.of(folder);

        assertThat(found.tokens()).isNull();
        assertThat(found.parameters()).isEqualTo(5_322_240);
        assertThat(found.text())
                .contains("is a model", "heads             8 of width 32", "5,322,240", "21.3 MB as fp32, mapped")
                .contains("blocks.{layer}.mlp.hook_post             1,024")
                .contains("it has no tokenizer.json, so it cannot read text");
    }

    @Test
    void hookPointsOfAllLayersAreOneLine() {
        Map<HookPoint, Integer> widths = new LinkedHashMap<>();
        widths.put(HookPoint.embed(), 8);
        widths.put(HookPoint.mlpPost(0), 32);
        widths.put(HookPoint.residPost(0), 8);
        widths.put(HookPoint.mlpPost(1), 32);
        widths.put(HookPoint.residPost(1), 8);

        assertThat(HookPointGroup.of(widths))
                .containsExactly(
                        new HookPointGroup("hook_embed", 8, 0),
                        new HookPointGroup("blocks.{layer}.mlp.hook_post", 32, 2),
                        new HookPointGroup("blocks.{layer}.hook_resid_post", 8, 2));
    }

    @Test
    void describesSaes() {
        SaeInspection topK = inspect(TOP_K);
        SaeInspection jumpRelu = inspect(JUMP_RELU);

        assertThat(topK.activation()).isEqualTo("TopK, k = 32");
        assertThat(topK.features()).isEqualTo(2048);
        assertThat(topK.input()).isEqualTo("blocks.2.hook_resid_post");
        assertThat(topK.memoryBytes()).isEqualTo(4 * 2 * 2048 * 256);
        assertThat(jumpRelu.activation()).startsWith("JumpReLU, threshold");
        assertThat(SaeInspection.text(TOP_K, List.of(topK)))
                .contains("is an SAE", "2,048, TopK, k = 32", "b_dec is subtracted from the input", "L0 32.0")
                .doesNotContain("beside the model", "fidelity");
        assertThat(SaeInspection.text(TOP_K, List.of(topK, jumpRelu))).contains("holds 2 SAEs");
    }

    @Test
    void saysWhetherAnSaeFits() {
        ModelFolder model = ModelFolder.open(MODEL);
        Sae sae = read(TOP_K, Map.of());
        Sae misplaced = read(TOP_K, Map.of("hook", "blocks.1.mlp.hook_post"));

        assertThat(SaeInspection.of(sae).beside(model, sae).fitsModel()).isTrue();
        SaeInspection found = SaeInspection.of(misplaced).beside(model, misplaced);
        assertThat(found.fitsModel()).isFalse();
        assertThat(found.misfit()).contains("blocks.1.mlp.hook_post");
        assertThat(SaeInspection.text(TOP_K, List.of(found))).contains("blocks.1.mlp.hook_post of the model has 1024");
    }

    @Test
    void showsWhatWasMeasuredAndWhatIsSuspect() {
        SaeInspection sae = inspect(TOP_K);

        SaeInspection good = sae.measured(fidelity(0.05, 32));
        assertThat(good.fidelity()).isEqualTo(new SaeInspection.Measured(0.05, 32, 0.25, 1000, List.of()));
        assertThat(SaeInspection.text(TOP_K, List.of(good)))
                .contains("FVU 0.0500, mean L0 32.0, 25.0 % dead, over 1,000 tokens")
                .doesNotContain("suspect");
        assertThat(SaeInspection.text(TOP_K, List.of(sae.measured(fidelity(0.9, 32)))))
                .contains(
                        "suspect           The fraction of variance unexplained (FVU) of blocks.2.hook_resid_post is 0.900");
    }

    private static Fidelity fidelity(double fvu, int meanL0) {
        return Fidelity.of(
                HookPoint.residPost(2), OptionalDouble.of(32), OptionalDouble.of(fvu), 1000, 1000L * meanL0, 512, 1000);
    }

    private static SaeInspection inspect(Path path) {
        return SaeInspection.of(read(path, Map.of()));
    }

    private static Sae read(Path path, Map<String, String> options) {
        return SaeFolder.read(path, SaeOptions.of(options)).get(0);
    }

    @Test
    void sizesHaveUnits() {
        assertThat(Size.of(999)).isEqualTo("999 bytes");
        assertThat(Size.of(1000)).isEqualTo("1.0 kB");
        assertThat(Size.of(21_288_960)).isEqualTo("21.3 MB");
        assertThat(Size.of(999_999_999)).isEqualTo("1.0 GB");
    }
}
