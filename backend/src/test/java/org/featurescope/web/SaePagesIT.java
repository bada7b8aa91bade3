package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What pages say of SAEs, transcoders and other hook points. */
class SaePagesIT {

    private static final String SAE = "/tiny-sae/1-resid-post-topk";
    private static final String SUSPECT = "/tiny-sae/1-mlp-transcoder";

    private final TestSite site = TestSite.small();

    @Test
    void theModelPageGroupsSourcesByKind() {
        String html = site.html("/tiny-sae");
        assertThat(html)
                .containsSubsequence(
                        "MLP neurons",
                        "0-mlp",
                        "1-mlp",
                        "Other hook points",
                        "embed",
                        "Sparse autoencoders",
                        "Transcoders");
        assertThat(html)
                .contains("<td class=\"num\" data-name=\"FVU\">0.0260</td>")
                .contains("<td class=\"num\" data-name=\"mean L0\">32.0</td>")
                .contains("<td class=\"num\" data-name=\"dead\">27.5\u202F%</td>")
                .contains("<td class=\"num\" data-name=\"FVU\">not measured</td>")
                .contains("<code>blocks.1.hook_resid_post</code> → <code>blocks.1.hook_mlp_out</code>");
        assertThat(html.split("class=\"suspect badge\"", -1)).hasSize(2);
        assertThat(site.html("/tiny-2l")).doesNotContain("FVU", "suspect", "Transcoders");
    }

    @ParameterizedTest
    @ValueSource(strings = {SAE, SAE + "/7"})
    void figuresStandWithTheirUnitsAndWhatTheyAreAbout(String page) {
        assertThat(site.html(page))
                .contains("Fraction of variance unexplained (FVU) 0.0260 over 24,576 tokens; mean L0 32.0 latents per"
                        + " token; 27.5\u202F% of latents never active in 1,000 tokens.")
                .contains("raw latent activation; decoder norms not folded in")
                .contains("topk SAE, SAELens", "TopK, k = 32", "tiny-model", "5a5a5a5a5a5a…", "k=32")
                .contains("It was trained on longer contexts.", "Its decoder is &lt;b&gt;wide&lt;/b&gt;.")
                .doesNotContain("<strong>Suspect");
    }

    @ParameterizedTest
    @ValueSource(strings = {SUSPECT, SUSPECT + "/7"})
    void aSuspectSaysSoAndWhy(String page) {
        assertThat(site.html(page))
                .contains(
                        "<p class=\"suspect\"><strong>Suspect:</strong>", "Its reconstruction leaves 1.13 unexplained.")
                .contains("<code>blocks.1.hook_resid_post</code> → <code>blocks.1.hook_mlp_out</code>")
                .contains("decoder norms folded in");
    }

    @Test
    void withoutADecoderThereIsNoFvu() {
        assertThat(site.html("/tiny-sae/0-clt"))
                .contains(
                        "FVU not measured: the files hold no decoder that applies here; mean L0 1.3 latents per token");
        JsonNode fidelity = site.json("/tiny-sae/0-clt.json").get("fidelity");
        assertThat(fidelity.get("fvu").isNull()).isTrue();
        assertThat(site.json("/tiny-sae/0-clt.json").get("sae").get("dOut").isNull())
                .isTrue();
    }

    @Test
    void featuresAreCalledWhatTheyAre() {
        assertThat(site.html(SAE + "/7")).contains("latent 7").doesNotContainIgnoringCase("neuron");
        assertThat(site.html(SAE)).contains("120 latents, layer 1").doesNotContainIgnoringCase("neuron");
        assertThat(site.html("/tiny-sae/embed/7")).contains("dimension 7").doesNotContainIgnoringCase("neuron");
        assertThat(site.html("/tiny-sae/embed")).contains("120 dimensions. ").doesNotContain("layer");
        assertThat(site.html("/tiny-sae/0-mlp/7")).contains("neuron 7").doesNotContainIgnoringCase("latent");
        assertThat(site.get(SAE + "/120").body()).contains("has no latent 120");
        assertThat(site.html(SAE + "/" + SmallIndex.DEAD_FEATURE)).contains("no token activates this latent");
    }

    @Test
    void latentsOfTheSameNumberAreNotOffered() {
        assertThat(site.html(SAE + "/7")).doesNotContain("same index in");
        assertThat(site.html("/tiny-sae/0-mlp/7")).contains("same index in <a href=\"/tiny-sae/1-mlp/7\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {SUSPECT + ".json", SUSPECT + "/7.json"})
    void twinsHoldTheSameFacts(String twin) {
        JsonNode page = site.json(twin);
        assertThat(page.get("kind").asString()).isEqualTo("transcoder");
        assertThat(page.get("layer").asInt()).isEqualTo(1);
        assertThat(page.get("sae").propertyNames())
                .containsExactly(
                        "outputHookPoint",
                        "format",
                        "architecture",
                        "activation",
                        "dIn",
                        "dOut",
                        "normalisation",
                        "centred",
                        "decoderNorm",
                        "declaredL0",
                        "declaredModel",
                        "options",
                        "sha256",
                        "remarks");
        assertThat(page.get("fidelity").toString())
                .isEqualTo(
                        "{\"fvu\":1.125,\"fvuTokens\":800,\"meanL0\":7.5,\"deadFeatures\":0,\"deadFraction\":0.0,"
                                + "\"suspect\":true,\"suspicion\":\"Its reconstruction leaves 1.13 unexplained.\",\"remarks\":[]}");
    }

    @Test
    void whatIsNoSaeHasNullThere() {
        JsonNode page = site.json("/tiny-sae/embed.json");
        assertThat(page.get("kind").asString()).isEqualTo("hook");
        assertThat(page.get("layer").isNull()).isTrue();
        assertThat(page.get("sae").isNull()).isTrue();
        assertThat(page.get("fidelity").isNull()).isTrue();
        JsonNode sources = site.json("/tiny-sae.json").get("sources");
        assertThat(sources.findValuesAsString("kind"))
                .containsExactly("hook", "transcoder", "mlp", "mlp", "transcoder", "sae");
    }
}
