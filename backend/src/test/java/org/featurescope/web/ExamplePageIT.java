package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ExamplePageIT {

    private static final String FEATURE = "/tiny-full/0-mlp/0";

    private final TestSite site = TestSite.small();

    @Test
    void isTheExampleOfTheFeature() {
        JsonNode page = site.json(FEATURE + "/top/2.json");
        JsonNode feature = site.json(FEATURE + ".json");
        assertThat(page.get("example"))
                .isEqualTo(feature.get("groups").get(0).get("examples").get(1));
        assertThat(page.get("group")).isEqualTo(feature.get("directory").get(0));
        assertThat(page.get("permalink").asString()).isEqualTo(FEATURE + "/top/2?run=5");
        assertThat(page.get("previous").asString()).isEqualTo(FEATURE + "/top/1.json");
        assertThat(page.get("next").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"bottom, 1", "interval-1, 1", "random, 1", "label-3, 1", "gate-negative-input-negative, 1"})
    void everyGroupHasExamples(String group, int rank) {
        String page = FEATURE + "/" + group + "/" + rank;
        assertThat(site.json(page + ".json").get("group").get("name").asString())
                .isEqualTo(group);
        assertThat(site.html(page)).contains("<mark tabindex", "href=\"" + page + "?run=5\"");
    }

    @Test
    void aPinStays() {
        assertThat(site.html("/tiny-2l/1-mlp/7/top/2?run=1"))
                .contains("href=\"/tiny-2l/1-mlp/7/top/1?run=1\"", "href=\"/tiny-2l/1-mlp/7/top/3?run=1\"")
                .contains("href=\"/tiny-2l/1-mlp/7?run=1\"", "see the newest run");
        assertThat(site.json("/tiny-2l/1-mlp/7/top/1.json?run=1")
                        .get("example")
                        .get("peak")
                        .asDouble())
                .isEqualTo(site.json("/tiny-2l/1-mlp/7/top/1.json")
                                .get("example")
                                .get("peak")
                                .asDouble()
                        / 2);
    }

    @Test
    void everyTokenIsInTheTable() {
        JsonNode example = site.json(FEATURE + "/top/1.json").get("example");
        String html = site.html(FEATURE + "/top/1");
        assertThat(html.split("<th scope=\"row\">", -1))
                .hasSize(1 + example.get("tokens").size());
        assertThat(html).contains(">not counted</td>", ">2.750</td>");
    }

    @Test
    void whatIsNotThereIsAnsweredWithHelp() {
        assertThat(site.get(FEATURE + "/top/3").statusCode()).isEqualTo(404);
        assertThat(site.get(FEATURE + "/top/3").body()).contains("no example 3; they are numbered from 1 to 2.");
        assertThat(site.get(FEATURE + "/top/0").statusCode()).isEqualTo(404);
        assertThat(site.get(FEATURE + "/interval-7/1").body()).contains("no group of examples named interval-7");
        assertThat(site.get("/tiny-full/0-mlp/9/top/1").statusCode()).isEqualTo(404);
    }

    @Test
    void theFeatureLeadsToItsExamples() {
        assertThat(site.html(FEATURE)).contains("href=\"" + FEATURE + "/top/1?run=5\"");
    }
}
