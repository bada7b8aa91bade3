package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class FeaturePageIT {

    private static final String FEATURE = "/tiny-2l/1-mlp/7";

    private final TestSite site = TestSite.small();

    @Test
    void jsonHasTheFieldsThatOtherToolsRelyOn() {
        JsonNode page = site.json(FEATURE + ".json");
        assertThat(page.propertyNames())
                .containsExactly(
                        "schema",
                        "model",
                        "source",
                        "index",
                        "kind",
                        "hookPoint",
                        "layer",
                        "url",
                        "permalink",
                        "run",
                        "sae",
                        "fidelity",
                        "statistics",
                        "labels",
                        "lookup",
                        "weights",
                        "directory",
                        "groups",
                        "explanations",
                        "previous",
                        "next");
        assertThat(page.get("hookPoint").asString()).isEqualTo("blocks.1.mlp.hook_post");
        assertThat(page.get("index").asInt()).isEqualTo(7);
        assertThat(page.get("run").propertyNames())
                .contains(
                        "id", "name", "tokens", "contexts", "contextTokens", "corpus", "corpusSha256", "topK", "dtype")
                .contains("device", "programVersion", "publishedAt", "weightsSha256", "tokenizerSha256", "bosToken");
        assertThat(page.get("run").get("corpus").asString()).isEqualTo("small-corpus");
        assertThat(page.get("run").get("bosToken").asString()).isEqualTo("<|endoftext|>");
        assertThat(page.get("run").get("publishedAt").asString()).matches("20\\d\\d-.*Z");
        assertThat(page.get("groups").get(0).get("name").asString()).isEqualTo("top");
        assertThat(page.get("groups").get(0).get("examples").get(0).propertyNames())
                .containsExactly(
                        "rank",
                        "corpus",
                        "document",
                        "title",
                        "label",
                        "source",
                        "licence",
                        "context",
                        "firstToken",
                        "peak",
                        "peakPosition",
                        "tokens",
                        "tokenIds",
                        "activations",
                        "repeats");
    }

    @Test
    void statisticsAreThoseOfTheIndex() {
        JsonNode statistics = site.json(FEATURE + ".json?run=1").get("statistics");
        assertThat(statistics.get("activeTokens").asInt()).isEqualTo(4);
        assertThat(statistics.get("density").asDouble()).isEqualTo(4 / 1000.0);
        assertThat(statistics.get("max").asDouble()).isEqualTo(SmallIndex.maximum(7, 1));
        assertThat(statistics.get("mean").asDouble()).isEqualTo(0.0123456789);
        assertThat(statistics.get("histogram").get("counts").toString()).isEqualTo("[400,590,9,0,1]");
        assertThat(statistics.get("histogram").get("edges").toString()).isEqualTo("[-0.25,0.0,0.25,0.5,0.75,1.0]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 6, 7, 40, 119})
    void tokensAndIdsAndActivationsAreEquallyMany(int index) {
        for (JsonNode example : examples(index)) {
            int[] context = SmallIndex.CONTEXTS.get(example.get("context").asInt());
            assertThat(example.get("tokens")).hasSize(context.length);
            assertThat(example.get("activations")).hasSize(context.length);
            assertThat(ints(example.get("tokenIds"))).containsExactlyElementsOf(boxed(context));
            int peak = example.get("peakPosition").asInt();
            assertThat(example.get("activations").get(peak).asDouble())
                    .isEqualTo(example.get("peak").asDouble());
        }
    }

    @Test
    void tokensJoinToTheExactText() {
        List<String> texts = examples(7).stream()
                .filter(example -> example.get("context").asInt() == 1)
                .map(example -> String.join("", strings(example.get("tokens"))))
                .toList();
        assertThat(texts).containsExactly("<|endoftext|>日本 world\nHello");
    }

    @Test
    void ranksFollowEachOther() {
        assertThat(examples(7).stream().map(example -> example.get("rank").asInt()))
                .containsExactly(1, 2, 3);
    }

    @Test
    void aPinnedRunShowsItsOwnNumbers() {
        assertThat(site.json(FEATURE + ".json?run=1").get("run").get("id").asInt())
                .isEqualTo(1);
        assertThat(site.json(FEATURE + ".json").get("run").get("id").asInt()).isEqualTo(2);
        assertThat(site.json(FEATURE + ".json").get("statistics").get("max").asDouble())
                .isEqualTo(2
                        * site.json(FEATURE + ".json?run=1")
                                .get("statistics")
                                .get("max")
                                .asDouble());
        assertThat(site.json(FEATURE + ".json").get("permalink").asString()).isEqualTo(FEATURE + "?run=2");
    }

    @Test
    void aPinStaysInTheLinksOfItsPage() {
        assertThat(site.html(FEATURE + "?run=1"))
                .contains("href=\"/tiny-2l/1-mlp/8?run=1\"", "href=\"/tiny-2l/1-mlp?run=1\"")
                .contains("href=\"/tiny-2l/0-mlp/7?run=1\"", "see the newest run");
        assertThat(site.html(FEATURE)).doesNotContain("see the newest run", "href=\"/tiny-2l/1-mlp/8?run");
    }

    @Test
    void theFirstHasNoPreviousAndTheLastNoNext() {
        assertThat(site.html("/tiny-2l/1-mlp/0")).doesNotContain("rel=\"prev\"").contains("rel=\"next\"");
        assertThat(site.html("/tiny-2l/1-mlp/119")).contains("rel=\"prev\"").doesNotContain("rel=\"next\"");
        assertThat(site.json("/tiny-2l/1-mlp/0.json").get("previous").isNull()).isTrue();
        assertThat(site.json("/tiny-2l/1-mlp/119.json").get("next").isNull()).isTrue();
        assertThat(site.json(FEATURE + ".json").get("next").asString()).isEqualTo("/tiny-2l/1-mlp/8.json");
    }

    @Test
    void textIsEscaped() {
        String html = site.html("/tiny-2l/1-mlp/3?view=context") + site.html("/tiny-2l/1-mlp/3");
        assertThat(html).contains("&lt;script&gt;alert(1)&lt;/script&gt;").doesNotContain("<script>alert");
        assertThat(site.html("/tiny-2l/1-mlp")).doesNotContain("<script>alert");
    }

    @Test
    void everyExampleMarksItsPeakOnce() {
        for (String view : List.of("", "?view=context")) {
            String html = site.html(FEATURE + view);
            assertThat(html.split("<mark tabindex=\"0\" class=\"peak ", -1)).hasSize(1 + 3);
        }
    }

    @Test
    void aCharacterOfSeveralTokensIsOnePiece() {
        assertThat(site.html("/tiny-2l/1-mlp/3?view=context")).contains("data-n=\"2\">日</", "data-n=\"2\">本</");
    }

    @Test
    void lineBreaksAreVisibleAndKeptInWholeContexts() {
        assertThat(site.html("/tiny-2l/1-mlp/1?view=context")).contains(">;↵\n↵\n</", ">→\tx</");
        assertThat(site.html("/tiny-2l/1-mlp/1")).contains(">;↵↵</", ">→x</");
    }

    @Test
    void aSpecialTokenDoesNotDecideTheDirectionOfTheText() {
        assertThat(site.html(FEATURE))
                .contains("<p class=\"t\" dir=\"auto\"", "<i class=\"x\" dir=\"ltr\">&lt;|endoftext|&gt;</i>");
    }

    @Test
    void theSwitchSaysWhichViewIsShown() {
        assertThat(site.html(FEATURE))
                .contains("<a href=\"/tiny-2l/1-mlp/7\" aria-current=\"page\">Snippets</a>")
                .contains("<a href=\"/tiny-2l/1-mlp/7?view=context\">Whole contexts</a>");
        assertThat(site.html(FEATURE + "?view=context")).contains("aria-current=\"page\">Whole contexts</a>");
    }

    @Test
    void aNeuronThatIsNeverActiveSaysSo() {
        assertThat(site.html("/tiny-2l/1-mlp/" + SmallIndex.DEAD_FEATURE)).contains("no token activates this neuron");
        assertThat(site.json("/tiny-2l/1-mlp/" + SmallIndex.DEAD_FEATURE + ".json")
                        .get("groups"))
                .isEmpty();
    }

    private List<JsonNode> examples(int index) {
        JsonNode groups = site.json("/tiny-2l/1-mlp/" + index + ".json").get("groups");
        assertThat(groups.get(0).get("examples")).hasSize(3);
        return StreamSupport.stream(groups.get(0).get("examples").spliterator(), false)
                .toList();
    }

    private static List<String> strings(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }

    private static List<Integer> ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
    }

    private static List<Integer> boxed(int[] values) {
        return java.util.Arrays.stream(values).boxed().toList();
    }
}
