package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ComparePageIT {

    private static final String RICH_AND_CONSTANT = "f=tiny-full/0-mlp/0&f=tiny-full/0-mlp/1";

    private final TestSite site = TestSite.small();

    @Test
    void featuresStandSideBySide() {
        JsonNode page = site.json("/compare.json?" + RICH_AND_CONSTANT);
        assertThat(page.get("features").get(0).get("statistics"))
                .isEqualTo(site.json("/tiny-full/0-mlp/0.json").get("statistics"));
        assertThat(page.get("features").get(1).get("statistics"))
                .isEqualTo(site.json("/tiny-full/0-mlp/1.json").get("statistics"));
        assertThat(site.html("/compare?" + RICH_AND_CONSTANT))
                .containsSubsequence(">Maximum</th>", ">2.750</td>", ">1.000</td>")
                .containsSubsequence("class=\"k0\" d=\"M0 100V", "class=\"k1\" d=\"M");
    }

    @Test
    void theirNearnessIsWhatTheRunKeeps() {
        JsonNode pair =
                site.json("/compare.json?" + RICH_AND_CONSTANT).get("pairs").get(0);
        assertThat(pair.get("cosine").asDouble()).isEqualTo(0.875);
        assertThat(pair.get("correlation").asDouble()).isEqualTo(0.625);
        assertThat(pair.get("cosineBelow").isNull()).isTrue();
        // Those that kept no neighbours say nothing.
        JsonNode unknown = site.json("/compare.json?f=tiny-2l/0-mlp/1&f=tiny-2l/0-mlp/2")
                .get("pairs")
                .get(0);
        assertThat(unknown.get("cosine").isNull()).isTrue();
        assertThat(unknown.get("cosineBelow").isNull()).isTrue();
    }

    /** Context 1 of the first corpus is the strongest example of both; by hand from {@link EvidenceIndex}. */
    @Test
    void sharedContextsHaveBothActivations() {
        JsonNode page = site.json("/compare.json?" + RICH_AND_CONSTANT);
        assertThat(page.get("pairs").get(0).get("sharedContexts").asInt()).isEqualTo(1);
        assertThat(page.get("shared")).hasSize(1);
        JsonNode of = page.get("shared").get(0).get("of");
        assertThat(of.get(0).get("example").get("context").asInt()).isEqualTo(1);
        assertThat(of.get(0).get("example").get("peak").asDouble()).isEqualTo(2.75);
        assertThat(of.get(1).get("example").get("context").asInt()).isEqualTo(1);
        assertThat(of.get(1).get("example").get("peak").asDouble()).isEqualTo(1);
        assertThat(site.html("/compare?" + RICH_AND_CONSTANT).split("<mark tabindex", -1))
                .hasSize(3);
    }

    @Test
    void runsArePinnedOneByOneAndShareNothing() {
        JsonNode page = site.json("/compare.json?f=tiny-2l/1-mlp/7@1&f=tiny-2l/1-mlp/7");
        assertThat(page.get("features").get(0).get("run").asInt()).isEqualTo(1);
        assertThat(page.get("features").get(1).get("run").asInt()).isEqualTo(2);
        assertThat(page.get("shared")).isEmpty();
        assertThat(site.html("/compare?f=tiny-2l/1-mlp/7@1&f=tiny-2l/1-mlp/7")).contains("of several runs");
    }

    @Test
    void fewerThanTwoAreAskedFor() {
        assertThat(site.html("/compare"))
                .contains("<form class=\"picker\" method=\"get\" action=\"/compare\"")
                .doesNotContain("Shared contexts");
        assertThat(site.html("/compare?f=tiny-2l/0-mlp/1&f=tiny-2l/0-mlp/1&f="))
                .contains("value=\"tiny-2l/0-mlp/1\"", "placeholder=\"model/source/number\"");
        assertThat(site.json("/compare.json?f=tiny-2l/0-mlp/1").get("features")).hasSize(1);
        assertThat(site.json("/compare.json").get("features")).isEmpty();
    }

    @Test
    void aFeatureLeadsToItsComparison() {
        assertThat(site.html("/tiny-full/0-mlp/0?run=5"))
                .contains("<input type=\"hidden\" name=\"f\" value=\"tiny-full/0-mlp/0@5\">");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0-mlp/2",
                "/tiny-2l/0-mlp/2",
                "http://localhost:3000/tiny-2l/0-mlp/2",
                "https://x.example/tiny-2l/0-mlp/2.json?group=all%23examples",
                "http://localhost/tiny-2l/0-mlp/2?group=top%26run=2%26view=context",
            })
    void namesAndAddressesArePasted(String text) {
        JsonNode features =
                site.json("/compare.json?f=tiny-2l/0-mlp/1&f=" + text).get("features");
        assertThat(features.get(1).get("url").asString())
                .isEqualTo(text.contains("run=") ? "/tiny-2l/0-mlp/2?run=2" : "/tiny-2l/0-mlp/2");
    }

    @ParameterizedTest
    @CsvSource({
        "?f=a/b/1&f=a/b/2&f=a/b/3&f=a/b/4&f=a/b/5, 400, 'f must be given for at most 4 features, got 5.'",
        "?f=0-mlp/1, 400, 'f must be model/source/index'",
        "?f=a&f=b, 400, 'f must be model/source/index'",
        "?f=tiny-2l/0-mlp/1&f=tiny-2l/0-mlp/400, 404, 'has no neuron 400'",
        "?f=tiny-2l/0-mlp/1&f=tiny-2l/9-mlp/4, 404, 'no source named 9-mlp'",
        "?f=tiny-2l/0-mlp/1&f=tiny-2l/0-mlp/4@77, 404, 'No run 77'",
    })
    void whatCannotBeComparedIsExplained(String query, int status, String detail) {
        assertThat(site.get("/compare" + query).statusCode()).isEqualTo(status);
        assertThat(site.get("/compare" + query).body()).contains(detail);
    }
}
