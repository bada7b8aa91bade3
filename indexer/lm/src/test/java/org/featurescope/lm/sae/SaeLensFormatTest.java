package org.featurescope.lm.sae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.file.UnsupportedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class SaeLensFormatTest {

    @TempDir
    Path folder;

    private EditedSae fixture(String name) {
        return EditedSae.of(name, folder.resolve(name));
    }

    private static void refuses(ThrowingCallable read, Class<? extends RuntimeException> kind, String... words) {
        assertThatThrownBy(read).isInstanceOf(kind).hasMessageContainingAll(words);
    }

    @Test
    void saysWhereAnSaeAttachesAndWhatItWasTrainedOn() {
        Sae sae = fixture("saelens-topk").read();

        assertThat(sae.format()).isEqualTo("SAELens");
        assertThat(sae.architecture()).isEqualTo("topk");
        assertThat(sae.name()).isEqualTo("1-resid-post-topk");
        assertThat(sae.input()).isEqualTo(HookPoint.residPost(1)).isEqualTo(sae.output());
        assertThat(sae.declaredL0()).hasValue(5);
        assertThat(sae.declared()).isEqualTo(new Sae.DeclaredModel("gpt2", 128, true));
        assertThat(sae.centred()).isFalse();
        assertThat(sae.remarks()).isEmpty();
    }

    @Test
    void readsTheFlatLayoutOfVersion2() {
        Sae sae = fixture("saelens-2-standard").read();

        assertThat(sae.input()).isEqualTo(HookPoint.residPre(1));
        assertThat(sae.declared()).isEqualTo(new Sae.DeclaredModel("gpt2-small", 64, true));
        assertThat(sae.declaredL0()).isEmpty();
        assertThat(sae.remarks()).singleElement().asString().contains("gpt2-small-res-jb", "centred=true");
    }

    @Test
    void optionsGoBeforeWhatTheFilesSay() {
        Sae sae = fixture("saelens-topk")
                .read(
                        "hook=blocks.0.hook_mlp_out",
                        "k=3",
                        "centred=true",
                        "scale=0.5",
                        "subtract-b-dec=false",
                        "name=mine");

        assertThat(sae.input()).isEqualTo(HookPoint.mlpOut(0));
        assertThat(sae.activation()).isEqualTo(new SaeActivation.TopK(3));
        assertThat(sae.declaredL0()).hasValue(3);
        assertThat(sae.centred()).isTrue();
        assertThat(sae.scaling()).isEqualTo(new SaeScaling.Constant(0.5, 0.5));
        assertThat(sae.inputBias()).containsOnly(0);
        assertThat(sae.name()).isEqualTo("mine");
    }

    @Test
    void aBatchTopKSaeIsCalledSoAndDeclaresItsK() {
        Sae sae = fixture("saelens-batchtopk").read();

        assertThat(sae.architecture()).isEqualTo("batchtopk");
        assertThat(sae.activation()).isInstanceOf(SaeActivation.JumpRelu.class);
        assertThat(sae.declaredL0()).hasValue(6);
    }

    @Test
    void kOfABatchTopKSaeMayStandInTheRunsConfiguration() {
        Sae sae = fixture("saelens-batchtopk")
                .metadata(metadata -> metadata.remove("training_architecture_details"))
                .write("runner_cfg.json", "{\"sae\": {\"architecture\": \"batchtopk\", \"k\": 40.0}}")
                .read();

        assertThat(sae.declaredL0()).hasValue(40);
    }

    @Test
    void centresIfTheModelWasLoadedSo() {
        Sae sae = fixture("saelens-standard")
                .metadata(metadata ->
                        metadata.putObject("model_from_pretrained_kwargs").put("center_writing_weights", true))
                .read();

        assertThat(sae.centred()).isTrue();
        assertThat(sae.remarks()).isEmpty();
    }

    @Test
    void remarksWhatItWasNotTrainedOn() {
        Sae sae = fixture("saelens-standard")
                .metadata(metadata -> {
                    metadata.putArray("seqpos_slice").add(1).addNull();
                    metadata.put("exclude_special_tokens", true);
                })
                .read();

        assertThat(sae.remarks()).hasSize(2).anyMatch(remark -> remark.contains("[1,null]"));
    }

    @Test
    void allPositionsAreNotWorthARemark() {
        Sae sae = fixture("saelens-standard")
                .metadata(metadata -> {
                    metadata.putArray("seqpos_slice").addNull();
                    metadata.put("exclude_special_tokens", false);
                })
                .read();

        assertThat(sae.remarks()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "refused/saelens-temporal, tokens before",
        "refused/saelens-matching-pursuit, by iteration",
    })
    void refusesWhatNeedsMoreThanOneTokenOrPass(String name, String reason) {
        refuses(() -> fixture(name).read(), UnsupportedException.class, "cfg.json", "architecture", reason);
    }

    @ParameterizedTest
    @CsvSource({"abstopk, below 0", "cubist, matryoshka_batchtopk"})
    void refusesOtherArchitectures(String architecture, String reason) {
        EditedSae sae = fixture("saelens-topk").config(config -> config.put("architecture", architecture));

        refuses(sae::read, UnsupportedException.class, "cfg.json", architecture, reason);
    }

    @Test
    void asksForTheFactorThatIsNotInTheFolder() {
        EditedSae sae = fixture("saelens-averaged-asked");

        refuses(sae::read, IllegalArgumentException.class, "cfg.json", "normalize_activations", "scale=NUMBER");
        assertThat(sae.read("scale=2").scaling()).isEqualTo(new SaeScaling.Constant(2, 2));
    }

    @Test
    void anEarlyVersionSaidTrueForTheAverage() {
        EditedSae sae = fixture("saelens-2-standard").config(config -> config.put("normalize_activations", true));

        refuses(sae::read, IllegalArgumentException.class, "scale=NUMBER");
    }

    @Test
    void asksWhatATranscoderPredicts() {
        EditedSae sae = fixture("saelens-transcoder").metadata(metadata -> metadata.remove("hook_name_out"));

        refuses(sae::read, IllegalArgumentException.class, "cfg.json", "hook_name_out", "out=HOOK");
        assertThat(sae.read("out=blocks.1.hook_mlp_out").output()).isEqualTo(HookPoint.mlpOut(1));
    }

    @ParameterizedTest
    @CsvSource({
        "normalize_activations, '\"covariance_whitening\"', fold_activation_whitening",
        "normalize_activations, '\"twice\"', layer_norm",
    })
    void refusesSettingsThatItDoesNotCompute(String field, String value, String words) {
        EditedSae sae = fixture("saelens-standard").config(set(field, value));

        refuses(sae::read, UnsupportedException.class, "cfg.json", field, value, words);
    }

    @Test
    void refusesOneHeadOfMany() {
        EditedSae sae = fixture("saelens-hook-z").metadata(metadata -> metadata.put("hook_head_index", 3));

        refuses(sae::read, UnsupportedException.class, "cfg.json", "metadata.hook_head_index = 3", "all heads");
    }

    @Test
    void refusesFoldedValueBiasesWhereTheyMatter() {
        Consumer<ObjectNode> folded =
                metadata -> metadata.putObject("model_from_pretrained_kwargs").put("fold_value_biases", true);

        refuses(
                () -> fixture("saelens-hook-z").metadata(folded).read(),
                UnsupportedException.class,
                "fold_value_biases",
                "attn.hook_z");
        assertThat(fixture("saelens-standard").metadata(folded).read().centred())
                .isFalse();
    }

    @Test
    void refusesATranscoderThatSubtractsTheBiasOfItsOutput() {
        EditedSae sae = fixture("saelens-transcoder").config(config -> config.put("apply_b_dec_to_input", true));

        refuses(sae::read, UnsupportedException.class, "apply_b_dec_to_input = true", "false for a transcoder");
    }

    @Test
    void refusesOtherActivationFunctionsOfTheFlatLayout() {
        EditedSae sae = fixture("saelens-3-standard").config(config -> config.put("activation_fn_str", "tanh-relu"));

        refuses(sae::read, UnsupportedException.class, "activation_fn_str = \"tanh-relu\"", "relu, topk");
    }

    @Test
    void dropsFactorsOfOneAndRefusesOthers() {
        float[] factors = new float[40];
        java.util.Arrays.fill(factors, 1);
        fixture("saelens-3-standard")
                .vector("finetuning_scaling_factor", factors)
                .read();
        factors[7] = 1.5f;

        refuses(
                () -> fixture("saelens-3-gated")
                        .vector("finetuning_scaling_factor", factors)
                        .read(),
                UnsupportedException.class,
                "sae_weights.safetensors",
                "finetuning_scaling_factor is 1.5 at 7",
                "W_dec");
    }

    @ParameterizedTest
    @CsvSource({
        "saelens-standard, d_sae, null, d_sae must be a whole number",
        "saelens-standard, architecture, null, architecture must be a text",
        "saelens-standard, d_in, 17, 'tensor b_dec has shape [16]'",
        "saelens-standard, d_sae, 41, 'tensor W_enc has shape [16, 40]'",
        "saelens-topk, k, null, k must be a whole number",
        "saelens-topk, k, -1, k must be a whole number",
        "saelens-topk, k, 41, between 1 and its 40 latents",
        "saelens-transcoder, d_out, null, d_out must be a whole number",
    })
    void refusesMissingFieldsAndShapesThatDisagree(String name, String field, String value, String words) {
        EditedSae sae = fixture(name).config(set(field, value));

        refuses(sae::read, MalformedFileException.class, words);
    }

    @Test
    void refusesAnSaeThatDoesNotSayWhereItAttaches() {
        EditedSae sae = fixture("saelens-standard").metadata(metadata -> metadata.remove("hook_name"));

        refuses(sae::read, MalformedFileException.class, "metadata.hook_name");
        assertThat(sae.read("hook=hook_embed").input()).isEqualTo(HookPoint.embed());
    }

    @ParameterizedTest
    @CsvSource({"b_enc, NaN", "threshold, Infinity", "b_dec, -Infinity"})
    void refusesVectorsThatAreNotNumbers(String tensor, float value) {
        float[] values = new float[tensor.equals("b_dec") ? 16 : 40];
        values[3] = value;
        EditedSae sae = fixture("saelens-jumprelu").vector(tensor, values);

        refuses(sae::read, MalformedFileException.class, "sae_weights.safetensors", tensor + " holds " + value, "[3]");
    }

    @Test
    void refusesAThresholdOfAnotherLength() {
        EditedSae sae = fixture("saelens-jumprelu").vector("threshold", new float[39]);

        refuses(sae::read, MalformedFileException.class, "tensor threshold has shape [39]");
    }

    private static Consumer<ObjectNode> set(String field, String json) {
        return config -> config.set(
                field,
                json.equals("null")
                        ? config.nullNode()
                        : json.startsWith("\"")
                                ? config.stringNode(json.substring(1, json.length() - 1))
                                : config.numberNode(Integer.parseInt(json)));
    }
}
