package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** All evidence of a feature, on its page and in its twin. */
class EvidencePageIT {

    private static final String FEATURE = "/tiny-full/0-mlp/" + EvidenceIndex.RICH;
    private static final String CONSTANT = "/tiny-full/0-mlp/" + EvidenceIndex.CONSTANT;

    private final TestSite site = TestSite.small();

    @Test
    void statisticsStandWithTheirUnits() {
        assertThat(site.html(FEATURE))
                .contains("<dt>Density</dt><dd>25.0\u202F%</dd><dd class=\"note\">of 4,000 tokens are above 0</dd>")
                .contains("<dt>Active contexts</dt><dd>90</dd><dd class=\"note\">of 120 have a token above 0</dd>")
                .contains("<dt>Standard deviation</dt><dd>0.6123</dd><dd class=\"note\">raw activation</dd>")
                .contains("<dt>Skewness</dt><dd>1.765</dd>", "<dt>Kurtosis</dt><dd>12.35</dd>");
        JsonNode statistics = site.json(FEATURE + ".json").get("statistics");
        assertThat(statistics.get("activeContexts").asInt()).isEqualTo(90);
        assertThat(statistics.get("standardDeviation").asDouble()).isEqualTo(0.61234567);
        assertThat(statistics.get("skewness").asDouble()).isEqualTo(1.7654321);
        assertThat(statistics.get("kurtosis").asDouble()).isEqualTo(12.345678);
    }

    @Test
    void whatIsNotDefinedSaysSo() {
        String html = site.html(CONSTANT);
        assertThat(html)
                .contains("<dt>Skewness</dt><dd>not defined</dd>", "<dt>Kurtosis</dt><dd>not defined</dd>")
                .contains("<td class=\"num\">not defined</td>", "Not explained by the token alone")
                .doesNotContain("Logit effects", ">NaN<", "Infinity", ">null<");
        JsonNode page = site.json(CONSTANT + ".json");
        assertThat(page.get("statistics").get("kurtosis").isNull()).isTrue();
        assertThat(page.get("labels").get(0).get("auc").isNull()).isTrue();
        assertThat(page.get("weights").get("logits").isNull()).isTrue();
    }

    @Test
    void theHistogramHasTwoScalesAndTheBoundsOfIntervals() {
        String log = site.html(FEATURE);
        String linear = site.html(FEATURE + "?scale=linear");
        assertThat(log).contains("heights are logarithmic", "href=\"" + FEATURE + "?scale=linear\">Linear</a>");
        assertThat(linear)
                .contains("heights are linear", "href=\"" + FEATURE + "\">Logarithmic</a>")
                .contains("href=\"" + FEATURE + "?group=random&amp;scale=linear\"");
        assertThat(site.html(FEATURE + "?scale=log")).contains("heights are logarithmic");
        // 1.5 to 2.75, where the histogram ends, between -0.5 and 2.75
        String band = "href=\"" + FEATURE + "?group=interval-1#examples\"";
        assertThat(log).contains(band, "<rect class=\"band\" x=\"61.5%\" width=\"38.5%\"");
        assertThat(linear).contains("?group=interval-1&amp;scale=linear#examples");
        assertThat(site.html(FEATURE + "?group=interval-1"))
                .containsPattern("interval-1#examples\"[^>]*aria-current=\"true\"");
    }

    @Test
    void tabsLeadToTheGroupsThatAreThere() {
        String html = site.html(FEATURE);
        assertThat(html)
                .contains("<a href=\"" + FEATURE + "\" aria-current=\"page\">Top</a>")
                .contains(tab("bottom", "Bottom"), tab("gate", "Gate and input"), tab("intervals", "Intervals"))
                .contains(tab("random", "Random"), tab("labels", "By label"));
        assertThat(site.html(CONSTANT)).contains(">Top</a>").doesNotContain("?group=bottom", "?group=gate");
        assertThat(site.html(CONSTANT + "?group=bottom")).contains("has no such examples in this run");
    }

    private static String tab(String group, String name) {
        return "<a href=\"" + FEATURE + "?group=" + group + "\">" + name + "</a>";
    }

    @ParameterizedTest
    @CsvSource({
        "'', 2",
        "?group=bottom, 1",
        "?group=gate, 1",
        "?group=intervals, 2",
        "?group=interval-1, 1",
        "?group=random, 1",
        "?group=labels, 2",
        "?group=label-3, 1",
        "?group=all, 9",
    })
    void theHtmlHoldsTheChosenGroupsAlone(String parameter, int examples) {
        assertThat(site.html(FEATURE + parameter).split("<mark tabindex", -1)).hasSize(1 + examples);
        JsonNode groups = site.json(FEATURE + ".json" + parameter).get("groups");
        assertThat(StreamSupport.stream(groups.spliterator(), false)
                        .mapToInt(group -> group.get("examples").size())
                        .sum())
                .isEqualTo(examples);
    }

    @Test
    void everyGroupIsInTheDirectory() {
        JsonNode page = site.json(FEATURE + ".json");
        assertThat(page.get("directory").findValuesAsString("name"))
                .containsExactly(
                        "top",
                        "bottom",
                        "interval-0",
                        "interval-1",
                        "random",
                        "label-1",
                        "label-3",
                        "gate-negative-input-negative");
        JsonNode interval = page.get("directory").get(3);
        assertThat(interval.get("low").asDouble()).isEqualTo(1.5);
        assertThat(interval.get("high").asDouble()).isEqualTo(2.75);
        assertThat(interval.get("tokenShare").asDouble()).isEqualTo(10 / 4000.0);
        assertThat(interval.get("contextShare").asDouble()).isEqualTo(0.25);
        JsonNode top = page.get("directory").get(0);
        assertThat(top.get("low").asDouble()).isZero();
        assertThat(top.get("high").isNull()).isTrue();
        assertThat(page.get("directory").get(6).get("label").get("corpus").asString())
                .isEqualTo("second");
    }

    @Test
    void groupsSayWhatTheyStandFor() {
        assertThat(site.html(FEATURE + "?group=intervals"))
                .containsSubsequence(">1.500 to 2.750</h3>", ">0 to 1.500</h3>")
                .contains("0.250\u202F% of tokens (10) · 25.0\u202F% of contexts (30)");
        assertThat(site.html(FEATURE + "?group=gate"))
                .contains("gate below 0, input below 0", "10.0\u202F% of tokens (400)");
        assertThat(site.html(FEATURE + "?group=labels"))
                .containsSubsequence("<h3 id=\"label-1\">law</h3>", "AUC 0.969", "<h3 id=\"label-3\">law</h3>");
    }

    @Test
    void nearDuplicatesAreCountedAndListed() {
        assertThat(site.html(FEATURE))
                .contains(">×3</summary>", "<li>second-5, context 5, position 2: 2.500</li>")
                .contains(">×100 or more</summary>", "80 more in the JSON");
        JsonNode first = site.json(FEATURE + ".json")
                .get("groups")
                .get(0)
                .get("examples")
                .get(0);
        assertThat(first.get("repeats").toString())
                .isEqualTo(
                        "[{\"corpus\":\"second\",\"document\":\"second-5\",\"context\":5,\"peakPosition\":2,\"peak\":2.5},"
                                + "{\"corpus\":\"first\",\"document\":\"first-5\",\"context\":5,\"peakPosition\":3,\"peak\":2.25}]");
    }

    @Test
    void labelsAreSortedByWhatTheySayAndCorporaStaySideBySide() {
        String html = site.html(FEATURE);
        String labels = html.substring(html.indexOf("id=\"labels\""));
        assertThat(labels)
                .containsSubsequence(
                        "<h3>first</h3>",
                        ">law</a>",
                        ">0.969<",
                        ">code</a>",
                        ">0.250<",
                        ">no label</a>",
                        ">0.375<",
                        "<h3>second</h3>",
                        ">law</a>",
                        ">0.594<")
                .contains("href=\"" + FEATURE + "?group=label-1\"");
        JsonNode law = site.json(FEATURE + ".json").get("labels").get(1);
        assertThat(law.get("label").asString()).isEqualTo("law");
        assertThat(law.get("auc").asDouble()).isEqualTo(0.96875);
        assertThat(law.get("contexts").asInt()).isEqualTo(50);
        assertThat(law.get("maxima").get("counts").get(59).asInt()).isEqualTo(30);
        assertThat(site.json(FEATURE + ".json")
                        .get("labels")
                        .get(2)
                        .get("label")
                        .isNull())
                .isTrue();
    }

    @Test
    void tokensOfLookupAndLogitsAreNamed() {
        assertThat(site.html(FEATURE))
                .contains("Explained by the token alone: 63\u202F% of variance on held-out contexts")
                .contains("<code class=\"tok s\"> world</code>", "⟨E6 97⟩", "<td class=\"num\">1.23</td>")
                .contains("+1.50", "−1.25", "judged on 1,000 others");
        JsonNode page = site.json(FEATURE + ".json");
        assertThat(page.get("lookup").get("strongest").get(0).toString())
                .isEqualTo("{\"tokenId\":2,\"token\":\" world\",\"mean\":1.23456,\"count\":321}");
        assertThat(page.get("weights").get("logits").get("bottom").toString())
                .isEqualTo("[{\"tokenId\":5,\"token\":\"⟨E6 97⟩\",\"effect\":-1.25}]");
        assertThat(page.get("weights").get("inputNorm").asDouble()).isEqualTo(1.25);
    }

    @Test
    void nearFeaturesAreLinks() {
        assertThat(site.html(FEATURE + "?run=5"))
                .contains("<a href=\"/tiny-full/0-mlp/1?run=5\">0-mlp/1</a><span class=\"value\">0.875</span>")
                .contains("<a href=\"/tiny-full/1-mlp/1?run=5\">1-mlp/1</a><span class=\"value\">0.250</span>")
                .contains("<a href=\"/tiny-full/0-mlp/1?run=5\">0-mlp/1</a><span class=\"value\">0.625</span>");
        assertThat(site.json(FEATURE + ".json?run=5")
                        .get("weights")
                        .get("similar")
                        .get(0)
                        .toString())
                .isEqualTo("{\"source\":\"0-mlp\",\"index\":1,\"url\":\"/tiny-full/0-mlp/1?run=5\",\"value\":0.875}");
    }

    @Test
    void whatAFeatureIsAboutStandsAboveEverythingElse() {
        String html = site.html(FEATURE + "?group=random");
        assertThat(html)
                .containsSubsequence(
                        "class=\"glance\"",
                        "Peaks at",
                        "Tells labels apart, AUC",
                        "<b>law</b>",
                        "63\u202F% of its variance",
                        "Raises",
                        " world",
                        "class=\"overview\"",
                        "id=\"examples\"",
                        "id=\"labels\"",
                        "id=\"logits\"",
                        "id=\"provenance\"");
    }

    @Test
    void aRunSaysHowItsEvidenceWasChosen() {
        String html = site.html(FEATURE);
        assertThat(html)
                .contains("2 ranges from 0 to the maximum, 2 contexts sampled uniformly", "Seed of all samples: 7")
                .contains("Corpus first", "3,500 tokens, 110 contexts", "Corpus second")
                .contains("the first in 0-mlp/1, second, context 4, position 2", "{&quot;seed&quot;: 7")
                .containsPattern("href=\"/assets/indexing-[0-9a-f]{32}\\.md\"");
        JsonNode run = site.json(FEATURE + ".json").get("run");
        assertThat(run.get("manifest").get("seed").asInt()).isEqualTo(7);
        assertThat(run.get("corpora").findValuesAsString("name")).isEqualTo(List.of("first", "second"));
        assertThat(run.get("evidence").get("intervalSamples").asInt()).isEqualTo(2);
        assertThat(run.get("firstNonFinite").get("corpus").asString()).isEqualTo("second");
    }

    @Test
    void theListShowsWhatIsMeasured() {
        assertThat(site.html("/tiny-full/0-mlp"))
                .contains(">12.3</td>", "?label=first/law\">law</a>", ">0.969</td>", ">63\u202F%</td>", ">–</td>");
        JsonNode row = site.json("/tiny-full/0-mlp.json").get("features").get(0);
        assertThat(row.get("bestLabel").toString())
                .isEqualTo("{\"number\":1,\"corpus\":\"first\",\"label\":\"law\",\"auc\":0.96875}");
        assertThat(row.get("lookupShare").asDouble()).isEqualTo(0.634);
    }

    @Test
    void theModelPageCountsLabelsOfEachCorpus() {
        assertThat(site.html("/tiny-full"))
                .containsSubsequence("Corpora and labels", ">first</a></h3>", "3,500 tokens in 110 contexts")
                .contains(">law</a><span class=\"value\">", ">no label</a>")
                .contains(">second</a></h3>");
    }
}
