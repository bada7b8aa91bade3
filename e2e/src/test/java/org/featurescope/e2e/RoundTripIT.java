package org.featurescope.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.jerolba.carpet.CarpetReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.featurescope.db.TestDatabase;
import org.featurescope.pipeline.export.ExportFormat;
import org.featurescope.pipeline.export.ExportRequest;
import org.featurescope.pipeline.export.Exporter;
import org.featurescope.pipeline.imports.ImportRequest;
import org.featurescope.pipeline.imports.Importer;
import org.featurescope.web.FeaturescopeWeb;
import org.featurescope.web.WebSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The Neuronpedia layout of neurons and of latents, exported and imported again into an empty index: the pages show the same. */
@ExtendWith(DemoSite.Shared.class)
class RoundTripIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> SOURCES = List.of("1-mlp", "2-resid-post-topk");
    private static final int[] FEATURES = {0, 7, 100, 255};

    @TempDir
    private Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void pagesOfWhatWasExportedAreTheSame(DemoSite site) throws IOException, InterruptedException {
        for (String source : SOURCES) {
            new Exporter(site.dataSource())
                    .run(new ExportRequest(
                            "babel-4l", source, null, ExportFormat.NEURONPEDIA, folder.resolve("export/" + source)));
        }

        try (TestDatabase database = TestDatabase.create()) {
            new Importer(folder.resolve("home"), database.dataSource(), sentence -> {})
                    .run(new ImportRequest(folder.resolve("export"), null, null, null, null, null, 20, 0, false));
            try (ConfigurableApplicationContext web = FeaturescopeWeb.start(
                    new WebSettings(database.jdbcUrl(), database.user(), database.password(), 0))) {
                String imported = "http://localhost:" + FeaturescopeWeb.port(web);
                for (String source : SOURCES) {
                    for (int index : FEATURES) {
                        String path = "/babel-4l/" + source + "/" + index + ".json?group=all";
                        assertSame(path, json(site.address(path)), json(imported + path));
                    }
                }
            }
        }
    }

    /** But for the digits of activations that are not right, which the site does not print. */
    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // Map.class has no type arguments
    void theTableOfTheSiteIsThatOfTheProgram(DemoSite site) throws IOException, InterruptedException {
        Path written = folder.resolve("written.parquet");
        new Exporter(site.dataSource())
                .run(new ExportRequest("babel-4l", "1-mlp", null, ExportFormat.PARQUET, written));
        Path streamed = folder.resolve("streamed.parquet");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(site.address("/babel-4l/1-mlp.parquet?group=all&limit=1000")))
                .build();
        client.send(request, HttpResponse.BodyHandlers.ofFile(streamed));

        List<Map<String, Object>> expected = (List) new CarpetReader<>(written.toFile(), Map.class).toList();
        List<Map<String, Object>> actual = (List) new CarpetReader<>(streamed.toFile(), Map.class).toList();
        assertThat(actual).hasSameSizeAs(expected).hasSizeGreaterThan(1_000);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(withoutActivations(actual.get(i))).isEqualTo(withoutActivations(expected.get(i)));
        }
        assertThat((List<Object>) actual.get(0).get("labels")).isNotEmpty();
        assertThat((List<Object>) actual.get(0).get("lookup")).isNotEmpty();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> withoutActivations(Map<String, Object> row) {
        Map<String, Object> kept = new HashMap<>(row);
        List<Map<String, Object>> examples = new ArrayList<>();
        ((List<Map<String, Object>>) kept.getOrDefault("examples", List.of())).forEach(example -> {
            Map<String, Object> other = new HashMap<>(example);
            assertThat(other.remove("activations")).isInstanceOf(List.class);
            examples.add(other);
        });
        kept.put("examples", examples);
        return kept;
    }

    private JsonNode json(String address) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(address).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static void assertSame(String path, JsonNode before, JsonNode after) {
        for (String field : List.of("model", "source", "index", "kind", "layer", "hookPoint")) {
            assertThat(after.path(field)).as(path + " " + field).isEqualTo(before.path(field));
        }
        for (String field : List.of("density", "max")) {
            assertThat(after.path("statistics").path(field))
                    .as(path + " " + field)
                    .isEqualTo(before.path("statistics").path(field));
        }
        for (String end : List.of("top", "bottom")) {
            assertThat(effects(after, end)).as(path + " effects " + end).isEqualTo(effects(before, end));
        }
        assertThat(similar(after)).as(path + " similar").isEqualTo(similar(before));
        Map<String, JsonNode> groups = groups(after);
        Map<String, JsonNode> expected = groups(before);
        assertThat(groups.keySet()).as(path).isEqualTo(expected.keySet());
        expected.forEach(
                (key, group) -> assertSameExamples(path + " " + key, group, Objects.requireNonNull(groups.get(key))));
    }

    private static List<String> effects(JsonNode page, String end) {
        List<String> effects = new ArrayList<>();
        page.path("weights")
                .path("logits")
                .path(end)
                .forEach(each -> effects.add(
                        each.path("token") + " " + each.path("effect").floatValue()));
        return effects;
    }

    /** Of the same source: the layout has no others. */
    private static List<String> similar(JsonNode page) {
        List<String> similar = new ArrayList<>();
        for (JsonNode near : page.path("weights").path("similar")) {
            if (near.path("source").equals(page.path("source"))) {
                similar.add(near.path("index") + " " + near.path("value").floatValue());
            }
        }
        return similar;
    }

    /** Those that the layout carries: the top, and intervals by their bounds, because empty ones are not numbered again. */
    private static Map<String, JsonNode> groups(JsonNode page) {
        Map<String, JsonNode> examples = new HashMap<>();
        page.path("groups").forEach(group -> examples.put(group.path("name").asString(), group.path("examples")));
        Map<String, JsonNode> groups = new HashMap<>();
        for (JsonNode facts : page.path("directory")) {
            String name = facts.path("name").asString();
            if (name.equals("top")) {
                groups.put(name, examples.get(name));
            } else if (name.startsWith("interval-")
                    && facts.path("low").isNumber()
                    && facts.path("high").isNumber()
                    && facts.path("examples").intValue() > 0) {
                groups.put(
                        facts.path("low") + " to " + facts.path("high") + ", share " + facts.path("tokenShare"),
                        examples.get(name));
            }
        }
        return groups;
    }

    /** By text and peak: what is equally strong may be in another order. */
    private static void assertSameExamples(String what, JsonNode before, JsonNode after) {
        Map<String, JsonNode> expected = byText(before);
        Map<String, JsonNode> actual = byText(after);
        assertThat(actual.keySet()).as(what).isEqualTo(expected.keySet());
        expected.forEach((key, example) -> {
            JsonNode other = Objects.requireNonNull(actual.get(key));
            assertThat(other.path("document")).as(what).isEqualTo(example.path("document"));
            double error = printed(example.path("activations"));
            for (int i = 0; i < example.path("activations").size(); i++) {
                assertThat(other.path("activations").get(i).doubleValue())
                        .as(what + ", token " + i + " of " + key)
                        .isCloseTo(example.path("activations").get(i).doubleValue(), within(error));
            }
        });
    }

    /**
     * Both sides are stored within 1/4094 of the largest magnitude, and printed to a decimal place whose unit is less than twenty times
     * that; the peak of an interval's example, which is exact, may lie beside the largest.
     */
    private static double printed(JsonNode activations) {
        double largest = 0;
        for (JsonNode activation : activations) {
            largest = Math.max(largest, Math.abs(activation.doubleValue()));
        }
        return 22 * largest / 4_094;
    }

    private static Map<String, JsonNode> byText(JsonNode examples) {
        Map<String, JsonNode> byText = new HashMap<>();
        examples.forEach(example -> byText.put(
                example.path("peak") + " at " + example.path("peakPosition") + " of " + example.path("tokens"),
                example));
        return byText;
    }
}
