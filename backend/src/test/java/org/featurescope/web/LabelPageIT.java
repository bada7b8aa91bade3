package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The features that tell a label apart. */
class LabelPageIT {

    private static final String LABELS = "/tiny-full/labels";

    private final TestSite site = TestSite.small();

    @Test
    void allLabelsOfAModelAreListedByCorpus() {
        assertThat(site.html(LABELS))
                .containsSubsequence(
                        "<h3>first</h3>",
                        "label=code\">code</a>",
                        "label=first/law\">law</a><span class=\"value\">50 · 1,500</span>",
                        "label=(none)\">no label</a>".replace("(", "%28").replace(")", "%29"),
                        "<h3>second</h3>",
                        "label=second/law\">law</a>");
        JsonNode page = site.json(LABELS + ".json");
        assertThat(page.get("labels").size()).isEqualTo(4);
        assertThat(page.get("chosen").isNull()).isTrue();
        assertThat(site.html("/tiny-2l/labels")).contains("No run of this model keeps anything by label.");
    }

    @ParameterizedTest
    @CsvSource({"first/law, 0.96875, 50", "second/law, 0.59375, 10", "code, 0.25, 20", "(none), 0.375, 40"})
    void aLabelRanksFeaturesByItsAuc(String label, float auc, int contexts) {
        JsonNode chosen = site.json(LABELS + ".json?label=" + label).get("chosen");
        assertThat(chosen.get("contexts").asInt()).isEqualTo(contexts);
        assertThat(chosen.get("features").asInt()).isEqualTo(1); // of the other it is not defined
        JsonNode row = chosen.get("rows").get(0);
        assertThat(row.get("auc").floatValue()).isEqualTo(auc);
        assertThat(row.get("rank").asInt()).isEqualTo(1);
        assertThat(row.get("url").asString()).isEqualTo("/tiny-full/0-mlp/0");
        assertThat(row.get("top").get("peak").floatValue()).isEqualTo(EvidenceIndex.MAXIMUM);
    }

    @Test
    void theKindOfSourceNarrows() {
        assertThat(site.html(LABELS + "?label=code&kind=mlp")).contains("0-mlp/0</a>", ">0.250</td>");
        assertThat(site.html(LABELS + "?label=code&kind=sae&order=asc"))
                .contains("No such feature has an AUC of this label.")
                .contains("aria-current=\"page\">SAE latents</a>", "aria-current=\"page\">Smallest AUC</a>");
    }

    @Test
    void aRunPinsThePageAndAllThatItLeadsTo() {
        int run = site.json("/tiny-full/0-mlp.json").get("run").get("id").asInt();
        String pinned = LABELS + "?label=code&run=" + run;
        assertThat(site.html(pinned))
                .contains("/tiny-full/0-mlp/0?run=" + run, "href=\"" + LABELS + "?label=code\"")
                .contains("label=first/law&amp;run=" + run);
        assertThat(site.json(LABELS + ".json?run=" + run).get("labels").size()).isEqualTo(4);
        assertThat(site.get(LABELS + "?run=4711").statusCode()).isEqualTo(404);
        assertThat(site.get(LABELS + "?run=x").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({
        "label=nothing, 404",
        "label=code&kind=x, 400",
        "label=code&order=x, 400",
        "label=code&after=x, 400",
    })
    void whatIsUnknownIsAnsweredWithLinks(String query, int status) {
        HttpResponse<String> answer = site.get(LABELS + ".json?" + query);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(TestSite.json(answer).get("links").size()).isPositive();
        assertThat(site.get("/nowhere/labels").statusCode()).isEqualTo(404);
    }

    @Test
    void labelsOfFeaturesAndListsLeadThere() {
        assertThat(site.html("/tiny-full/0-mlp")).contains("href=\"" + LABELS + "?label=first/law\"");
    }
}
