package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The contract of Neuronpedia's API: fields and types as {@link NeuronpediaFields} lists them, and values as they are stored. */
class NeuronpediaIT {

    private static final String RICH = "/api/feature/tiny-full/0-mlp/0";

    private final TestSite site = TestSite.small();

    @ParameterizedTest
    @ValueSource(
            strings = {
                RICH,
                "/api/feature/tiny-full/0-mlp/1",
                "/api/feature/tiny-2l/1-mlp/5",
                "/api/feature/tiny-sae/1-resid-post-topk/7",
                "/api/feature/tiny-sae/embed/7"
            })
    void featuresHaveTheFieldsOfTheirs(String path) {
        JsonNode feature = site.json(path);
        NeuronpediaFields.FEATURE.check(feature);
        feature.get("activations").forEach(NeuronpediaFields.ACTIVATION::check);
        feature.get("explanations").forEach(NeuronpediaFields.EXPLANATION::check);
        NeuronpediaFields.MODEL.check(feature.get("model"));
        NeuronpediaFields.SOURCE.check(feature.get("source"));
        NeuronpediaFields.SOURCE_SET.check(feature.get("sourceSet"));
    }

    @Test
    void valuesAreThoseOfThePage() {
        JsonNode feature = site.json(RICH);
        JsonNode page = site.json("/tiny-full/0-mlp/0.json?group=all");
        assertThat(feature.get("frac_nonzero").asDouble())
                .isEqualTo(page.at("/statistics/density").asDouble())
                .isEqualTo(0.25);
        assertThat(feature.get("maxActApprox").asDouble()).isEqualTo(EvidenceIndex.MAXIMUM);
        assertThat(texts(feature.get("pos_str"))).containsExactly(" world", "Hello");
        assertThat(feature.get("pos_values").toString()).isEqualTo("[1.5,0.75]");
        assertThat(texts(feature.get("neg_str"))).containsExactly("⟨E6 97⟩");
        assertThat(feature.get("neg_values").toString()).isEqualTo("[-1.25]");
        assertThat(feature.get("hookName").asString()).isEqualTo("blocks.0.mlp.hook_post");
        assertThat(feature.get("topkCosSimIndices").toString()).isEqualTo("[1]"); // the other one is of another source
        assertThat(feature.get("topkCosSimValues").toString()).isEqualTo("[0.875]");
        assertThat(feature.at("/source/num_prompts").asInt()).isEqualTo(EvidenceIndex.CONTEXTS);
        assertThat(feature.at("/source/dataset").asString()).isEqualTo("first and second");
    }

    @Test
    void histogramsAreOfActiveTokensAndOfAllLogits() {
        JsonNode feature = site.json(RICH);
        // Bins from 0 in steps of a quarter; those below 0 are left out, and 500 + 300 + … are the 1,000 active tokens.
        assertThat(feature.get("freq_hist_data_bar_values").get(0).asDouble()).isEqualTo(0.125);
        assertThat(sum(feature.get("freq_hist_data_bar_heights"))).isEqualTo(1_000);
        assertThat(feature.get("freq_hist_data_bar_heights").get(0).asInt()).isEqualTo(500);
        assertThat(feature.get("logits_hist_data_bar_heights").toString()).isEqualTo("[1,2,6,3,1,1]");
        assertThat(feature.get("logits_hist_data_bar_values").get(0).asDouble()).isEqualTo(-1.25);
    }

    @Test
    void tokensAtZeroAreNotActive() {
        JsonNode feature = site.json("/api/feature/tiny-2l/1-mlp/7"); // 4 active tokens; 599 lie in the bins from 0 on
        assertThat(sum(feature.get("freq_hist_data_bar_heights"))).isEqualTo(4);
    }

    @Test
    void activationsAreTheTopAndTheIntervalsTheLargestFirst() {
        JsonNode activations = site.json(RICH).get("activations");
        assertThat(numbers(activations, "maxValue")).containsExactly(2.75, 2.0, 2.0, 0.75);
        assertThat(numbers(activations, "binMin")).containsExactly(-1.0, -1.0, 1.5, 0.0);
        assertThat(numbers(activations, "binMax")).containsExactly(2.75, 2.75, 2.75, 1.5);
        assertThat(activations.get(0).get("binContains").isNull()).isTrue(); // their client refuses what is below 0
        assertThat(activations.get(2).get("binContains").asDouble()).isEqualTo(0.0025);
        assertThat(activations.get(3).get("binContains").asDouble()).isEqualTo(0.2475);
        JsonNode first = activations.get(0);
        JsonNode example = site.json("/tiny-full/0-mlp/0/top/1.json").get("example");
        assertThat(first.get("tokens")).isEqualTo(example.get("tokens"));
        assertThat(first.get("values")).isEqualTo(example.get("activations"));
        assertThat(first.get("maxValueTokenIndex").asInt())
                .isEqualTo(example.get("peakPosition").asInt());
        assertThat(first.get("source").asString()).isEqualTo("0-mlp");
        assertThat(numbers(site.json("/api/feature/tiny-2l/1-mlp/7").get("activations"), "minValue"))
                .containsOnly(-0.25);
    }

    @Test
    void neuronsOfALayerGoByItsNumberToo() {
        JsonNode feature = site.json("/api/feature/tiny-full/0/0");
        assertThat(feature.get("layer").asString()).isEqualTo("0");
        assertThat(feature.get("activations").get(0).get("layer").asString()).isEqualTo("0");
        assertThat(feature.get("maxActApprox").asDouble()).isEqualTo(EvidenceIndex.MAXIMUM);
    }

    @Test
    void manyFeaturesComeInTheOrderAskedForEachWithItsOwnLimit() {
        JsonNode features = site.posted("/api/features", """
                [{"modelId": "tiny-2l", "layer": "1-mlp", "index": "7", "maxActsToReturn": 1},
                 {"modelId": "tiny-full", "layer": "0", "index": 0},
                 {"modelId": "tiny-2l", "layer": "1-mlp", "index": 999},
                 {"modelId": "tiny-2l", "layer": "0-mlp", "index": 3, "maxActsToReturn": 0}]""");
        assertThat(features.size()).isEqualTo(3);
        assertThat(features.get(0).get("index").asString()).isEqualTo("7");
        assertThat(features.get(0).get("activations").size()).isEqualTo(1);
        assertThat(features.get(1).get("activations").size()).isEqualTo(4);
        assertThat(features.get(2).get("activations").size()).isZero();
    }

    @Test
    void aFeatureThatIsAskedForTwiceComesTwice() {
        JsonNode features = site.posted("/api/features", """
                [{"modelId": "tiny-full", "layer": "0", "index": 0},
                 {"modelId": "tiny-full", "layer": "0", "index": "0"}]""");

        assertThat(features.size()).isEqualTo(2);
        assertThat(features.get(1)).isEqualTo(features.get(0)).isEqualTo(site.json("/api/feature/tiny-full/0/0"));
    }

    @Test
    void pagesByOffsetHave25() {
        JsonNode page =
                site.posted("/api/features-offset", "{\"modelId\": \"tiny-2l\", \"layer\": \"1\", \"offset\": 100}");
        assertThat(page.size()).isEqualTo(20);
        assertThat(page.get(0).get("index").asString()).isEqualTo("100");
        assertThat(site.posted("/api/features-offset", "{\"modelId\": \"tiny-2l\", \"layer\": \"1\", \"offset\": 120}")
                        .size())
                .isZero();
        assertThat(site.posted("/api/features-offset", "{\"modelId\": \"tiny-2l\", \"layer\": \"1\"}")
                        .size())
                .isEqualTo(25);
    }

    @Test
    void activationsComeByThemselves() {
        JsonNode activations = site.posted(
                "/api/activation/get", "{\"modelId\": \"tiny-full\", \"source\": \"0-mlp\", \"index\": \"0\"}");
        assertThat(activations).isEqualTo(site.json(RICH).get("activations"));
    }

    @Test
    void explanationsHaveWhatThePythonClientReads() {
        JsonNode explanations = site.json(RICH).get("explanations");
        assertThat(explanations.size()).isEqualTo(2);
        JsonNode first = explanations.get(0);
        assertThat(first.get("description").asString()).isEqualTo("greetings <b>and</b> goodbyes");
        assertThat(first.get("typeName").asString()).isEqualTo("oai_token-act-pair");
        assertThat(first.get("explanationModelName").asString()).isEqualTo("gpt-4o-mini");
        assertThat(first.at("/scores/0/value").asDouble()).isEqualTo(0.5);
        assertThat(List.of(first.get("modelId").asString(), first.get("index").asString()))
                .containsExactly("tiny-full", "0");
        assertThat(site.json("/api/explanation/" + ExplainedFeatures.ID)).isEqualTo(first);
    }

    @Test
    void explanationsAreFoundByTheirWords() {
        JsonNode found = site.posted("/api/explanation/search-all", "{\"query\": \"greeting people\"}");
        assertThat(found.get("resultsCount").asInt()).isEqualTo(1);
        assertThat(found.get("hasMore").asBoolean()).isFalse();
        JsonNode result = found.get("results").get(0);
        assertThat(result.get("description").asString()).isEqualTo("greetings <b>and</b> goodbyes");
        // {greet, peopl, greeting, people} and {greet, goodby, greetings, and, goodbyes} have one in common
        assertThat(result.get("cosine_similarity").asDouble()).isCloseTo(1 / Math.sqrt(4 * 5), within(1e-9));
        assertThat(result.at("/neuron/activations").size()).isEqualTo(3);
        NeuronpediaFields.SEARCH.check(found);
        NeuronpediaFields.RESULT.check(result);
        NeuronpediaFields.FEATURE.check(result.get("neuron"));
    }

    @Test
    void resultsArePaged() {
        JsonNode first = site.posted(
                "/api/explanation/search",
                "{\"modelId\": \"tiny-2l\", \"layers\": [\"1-mlp\"], \"query\": \"numbers\"}");
        assertThat(first.get("results").size()).isEqualTo(20);
        assertThat(first.get("hasMore").asBoolean()).isTrue();
        assertThat(first.get("nextOffset").asInt()).isEqualTo(20);
        JsonNode second = site.posted(
                "/api/explanation/search-model", "{\"modelId\": \"tiny-2l\", \"query\": \"numbers\", \"offset\": 20}");
        assertThat(second.get("results").size()).isEqualTo(ExplainedFeatures.MANY - 20);
        assertThat(second.get("hasMore").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/explanation/search | {'modelId': 'tiny-2l', 'layers': ['0'], 'query': 'numbers'} | 0",
                "/api/explanation/search | {'modelId': 'tiny-2l', 'layers': ['1', '0'], 'query': 'numbers'} | 20",
                "/api/explanation/search-model | {'modelId': 'tiny-full', 'query': 'the world'} | 1",
                "/api/explanation/search-release | {'releaseName': 'full', 'query': 'world'} | 1",
                "/api/explanation/search-release | {'releaseName': 'other', 'query': 'world'} | 0",
                "/api/explanation/search-all | {'query': 'nothing of the kind'} | 0",
                "/api/explanation/search-all | {'query': 'the'} | 1",
            })
    void searchesAreRestrictedToWhatTheyName(String path, String body, int results) {
        assertThat(site.posted(path, body.replace('\'', '"'))
                        .get("resultsCount")
                        .asInt())
                .isEqualTo(results);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'; drop table explanation; --", "& | ! :* <->", "(((", "\\uD800 \\uD800"})
    void operatorsAreNoMoreThanText(String query) {
        String json = "{\"query\": \"" + query + "\"}";
        assertThat(site.posted("/api/explanation/search-all", json)
                        .get("resultsCount")
                        .asInt())
                .isZero();
    }

    @Test
    void theExportThatTutorialsReadIsThere() {
        JsonNode all = site.json("/api/explanation/export?modelId=tiny-2l&saeId=1-mlp");
        assertThat(all.size()).isEqualTo(ExplainedFeatures.MANY);
        assertThat(all.get(24).get("index").asString()).isEqualTo("24");
        assertThat(site.posted("/api/explanation/export", "{\"modelId\": \"tiny-2l\", \"saeId\": \"1\"}")
                        .get("explanations")
                        .size())
                .isEqualTo(ExplainedFeatures.MANY);
    }

    @Test
    void modelsAndSourceSetsAreListed() {
        JsonNode set = site.json("/api/source-set/tiny-2l/mlp");
        NeuronpediaFields.SOURCE_SET.check(set);
        assertThat(numbers(set.get("sources"), "num_prompts")).containsExactly(4.0, 4.0);
        assertThat(set.at("/sources/1/id").asString()).isEqualTo("1-mlp");
        assertThat(site.json("/api/source-set/tiny-sae/resid-post-topk")
                        .at("/sources/0/id")
                        .asString())
                .isEqualTo("1-resid-post-topk");
        JsonNode model = site.posted("/api/model/get", "{\"id\": \"tiny-2l\"}");
        NeuronpediaFields.MODEL.check(model);
        assertThat(model.get("layers").asInt()).isEqualTo(2);
        assertThat(model.at("/sourceSets/0/name").asString()).isEqualTo("mlp");
        assertThat(site.posted("/api/model/list", "{}").size()).isEqualTo(4);
        assertThat(site.posted("/api/global", "").get("models").size()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/feature/nope/0-mlp/0 | There is no model named nope.",
                "/api/feature/tiny-2l/9/0 | tiny-2l has no source named 9-mlp.",
                "/api/feature/tiny-2l/1-mlp/999 | tiny-2l 1-mlp has no feature 999.",
                "/api/feature/tiny-2l/1-mlp/x | tiny-2l 1-mlp has no feature x.",
                "/api/explanation/none | There is no explanation none.",
                "/api/source-set/tiny-2l/none | tiny-2l has no set of sources named none.",
            })
    void whatIsMissingIsSaidInAnError(String path, String error) {
        HttpResponse<String> answer = site.get(path);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(TestSite.json(answer).get("error").asString()).isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/features | [] | The request must name 1 to 128 features, got 0.",
                "/api/features | [{'modelId': 'tiny-2l', 'layer': '1'}] | index must be given.",
                "/api/features | [{'modelId': 'tiny-2l', 'layer': '1', 'index': '-1'}] | index must be a number from 0, got -1.",
                "/api/features | {'modelId': 1} | The body of POST /api/features must be JSON as /docs/api describes it.",
                "/api/features-offset | {'modelId': 'm', 'layer': '1', 'offset': -1} | offset must be >= 0, got -1.",
                "/api/activation/get | nonsense | The body of POST /api/activation/get must be JSON as /docs/api describes it.",
                "/api/explanation/search-all | {'query': 'ab'} | query must have 3 to 1000 characters, got 2.",
                "/api/features | [null] | Each feature must be an object with modelId, layer and index, got null.",
                "/api/explanation/search-all | {'query': 'abc\\u0000'} | query holds U+0000, which no text here does.",
                "/api/explanation/search | {'modelId': 'm', 'query': 'abc'} | layers must name at least one source.",
            })
    void whatCannotBeReadIsSaidInAnError(String path, String body, String error) {
        HttpResponse<String> answer = site.post(path, body.replace('\'', '"'));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestSite.json(answer).get("error").asString()).isEqualTo(error);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/activation/new",
                "/api/search-all",
                "/api/steer",
                "/api/list/new",
                "/api/sparsity/connected-neurons",
                "/api/model/new"
            })
    void whatNeedsLiveTextOrAccountsIsNotServed(String path) {
        HttpResponse<String> answer = site.post(path, "{}");
        assertThat(answer.statusCode()).isEqualTo(501);
        assertThat(TestSite.json(answer).get("error").asString())
                .startsWith(path + " is not served here: it needs")
                .endsWith(".");
    }

    @Test
    void moreFeaturesAreNoMoreQueries() {
        String one = "[{\"modelId\": \"tiny-2l\", \"layer\": \"1\", \"index\": 0}]";
        String many = IntStream.range(0, 100)
                .mapToObj("{\"modelId\": \"tiny-2l\", \"layer\": \"1\", \"index\": %d}"::formatted)
                .collect(Collectors.joining(",", "[", "]"));
        assertThat(site.queries("/api/features", many))
                .hasSameSizeAs(site.queries("/api/features", one))
                .hasSizeLessThanOrEqualTo(8);
        assertThat(site.queries("/api/explanation/search-all", "{\"query\": \"numbers\"}"))
                .hasSizeLessThanOrEqualTo(12); // finds, then reads features
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    private static long sum(JsonNode array) {
        return array.valueStream().mapToLong(JsonNode::asLong).sum();
    }

    private static List<Double> numbers(JsonNode array, String field) {
        return array.valueStream().map(each -> each.get(field).asDouble()).toList();
    }
}
