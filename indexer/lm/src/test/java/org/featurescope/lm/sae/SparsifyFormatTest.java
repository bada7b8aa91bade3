package org.featurescope.lm.sae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.file.UnsupportedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparsifyFormatTest {

    @TempDir
    Path temp;

    private EditedSae fixture(String module) {
        return EditedSae.of("sparsify/" + module, temp.resolve(module));
    }

    private EditedSae run() {
        return EditedSae.of("sparsify", temp.resolve("run"));
    }

    private static void refuses(ThrowingCallable reading, Class<? extends Exception> as, String... words) {
        assertThatThrownBy(reading).isInstanceOf(as).hasMessageContainingAll(words);
    }

    @Test
    void readsAllModulesOfARunInTheOrderOfTheirLayers() {
        assertThat(run().readAll())
                .extracting(Sae::name)
                .containsExactly(
                        "embed-topk",
                        "0-mlp-in-topk-skip-transcoder",
                        "1-mlp-in-topk-transcoder",
                        "2-resid-post-topk",
                        "3-attn-out-groupmax",
                        "4-mlp-in-topk-skip-transcoder");
    }

    @Test
    void readsTheLayersThatAreAskedFor() {
        EditedSae run = run();

        assertThat(run.readAll("layers=3;1"))
                .extracting(sae -> sae.output().layer())
                .containsExactly(1, 3);
        refuses(() -> run.readAll("layers=7"), IllegalArgumentException.class, "no SAE of layer 7", "[0, 1, 2, 3, 4]");
    }

    @Test
    void saysWhatARunWasTrainedOn() {
        EditedSae run = run().write("config.json", "{\"model\": \"EleutherAI/pythia-160m\", \"ctx_len\": 2048}");

        assertThat(run.readAll("layers=2").get(0).declared())
                .isEqualTo(new Sae.DeclaredModel("EleutherAI/pythia-160m", 2048, null));
    }

    @Test
    void givesSeedsOfOneModuleNamesThatDiffer() throws IOException {
        Path module = temp.resolve("run").resolve("layers.2");
        EditedSae.of("sparsify/layers.2", module.resolve("seed0"));
        EditedSae.of("sparsify/layers.2", module.resolve("seed1"));

        List<Sae> saes = SaeFolder.read(temp.resolve("run"), SaeOptions.NONE);

        assertThat(saes).extracting(Sae::name).containsExactly("2-resid-post-topk", "2-resid-post-topk-2");
        assertThat(saes).extracting(Sae::input).containsOnly(HookPoint.residPost(2));
        assertThat(Files.exists(module.resolve("cfg.json"))).isFalse();
    }

    @Test
    void doesNotGiveSeveralSaesOnePlaceOrName() {
        EditedSae run = run();

        refuses(
                () -> run.readAll("hook=hook_embed"),
                IllegalArgumentException.class,
                "hook=hook_embed",
                "6",
                "layers=");
        refuses(() -> run.readAll("name=mine"), IllegalArgumentException.class, "name=mine", "6");
        assertThat(run.readAll("layers=2", "name=mine").get(0).name()).isEqualTo("mine");
    }

    @Test
    void subtractsTheDecodersBiasUnlessItTranscodes() {
        Sae sae = fixture("layers.2").read();
        EditedSae transcoder = fixture("layers.1.mlp");

        assertThat(sae.inputBias()).isEqualTo(sae.decoderBias());
        assertThat(transcoder.read().inputBias()).containsOnly(0);
        assertThat(transcoder.read("subtract-b-dec=true").inputBias())
                .isEqualTo(transcoder.read().decoderBias());
    }

    @Test
    void tellsATranscoderFromBeforeFebruary2025ByItsSkipConnection() {
        Sae old = fixture("layers.4.mlp").read();

        assertThat(old.isTranscoder()).isTrue();
        assertThat(old.inputBias()).isEqualTo(old.decoderBias());
        assertThat(old.remarks()).anyMatch(remark -> remark.contains("February 2025"));
    }

    @Test
    void asksWhatAnOldFileOnAnMlpIs() {
        EditedSae old = fixture("layers.1.mlp").config(config -> config.remove("transcode"));

        refuses(old::read, IllegalArgumentException.class, "cfg.json", "hook=blocks.1.hook_mlp_out", "out=");
        assertThat(old.read("hook=blocks.1.hook_mlp_out").isTranscoder()).isFalse();
        Sae transcoder = old.read("hook=blocks.1.mlp.hook_in", "out=blocks.1.hook_mlp_out");
        assertThat(transcoder.isTranscoder()).isTrue();
        assertThat(transcoder.inputBias()).isEqualTo(transcoder.decoderBias());
    }

    @Test
    void asksForThePlaceOfAModuleThatItDoesNotKnow() {
        EditedSae sae = EditedSae.of("sparsify/layers.2", temp.resolve("layers.2.mlp.act_fn"));
        EditedSae transcoder = EditedSae.of("sparsify/layers.1.mlp", temp.resolve("layers.2.router"));

        refuses(sae::read, IllegalArgumentException.class, "act_fn", "hook=NAME");
        assertThat(sae.read("hook=blocks.2.mlp.hook_post").output()).isEqualTo(HookPoint.mlpPost(2));
        refuses(
                () -> transcoder.read("hook=hook_embed"),
                IllegalArgumentException.class,
                "layers.2.router",
                "out=NAME");
    }

    @Test
    void refusesWhatItWouldComputeWrongly() {
        refuses(
                () -> fixture("layers.2")
                        .config(config -> config.put("signed", true))
                        .read(),
                UnsupportedException.class,
                "cfg.json",
                "signed = true");
        refuses(
                () -> fixture("layers.3.attention")
                        .config(config -> config.put("activation", "batchtopk"))
                        .read(),
                UnsupportedException.class,
                "activation = \"batchtopk\"",
                "groupmax");
        refuses(
                () -> EditedSae.of("sparsify/layers.3.attention", temp.resolve("layers.3"))
                        .config(config -> config.put("k", 5))
                        .read(),
                MalformedFileException.class,
                "5",
                "48");
        refuses(
                () -> EditedSae.of("sparsify/layers.2", temp.resolve("layers.5"))
                        .config(config -> config.put("num_latents", 40))
                        .read(),
                MalformedFileException.class,
                "encoder.weight",
                "[40, 16]");
    }

    @Test
    void countsWhatTheConfigurationPromises() {
        assertThat(fixture("layers.2").read().declaredL0()).hasValue(5);
        assertThat(fixture("layers.3.attention").read().declaredL0()).hasValue(6);
        assertThat(EditedSae.of("sparsify/layers.2", temp.resolve("h.1"))
                        .read("k=7")
                        .declaredL0())
                .hasValue(7);
    }
}
