package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The description of the JSON names every address, parameter and field with its meaning, and every answer is as it says: requests are made
 * from the description, some that can be answered and many that cannot.
 */
class OpenApiIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int REQUESTS_OF_EACH = 12;

    private final TestSite site = TestSite.small();
    private final JsonNode api = site.json("/openapi.json");

    @Test
    void everyAddressForProgramsIsDescribed() {
        Set<String> described = new TreeSet<>(api.get("paths").propertyNames());
        Set<String> served = new TreeSet<>(site.addressPatterns());
        served.removeIf(path -> !path.matches(".*\\.(json|jsonl|csv|parquet)|/api/.*|/oembed|/health|.*/points"));
        served.remove("/openapi.json");
        assertThat(described).isEqualTo(served);
    }

    @Test
    void everyOperationParameterAndFieldIsExplained() {
        List<String> silent = new ArrayList<>();
        api.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    if (operation.getValue().get("summary").asString().isBlank()) {
                        silent.add(operation.getKey() + " " + path.getKey());
                    }
                    for (JsonNode parameter : operation.getValue().get("parameters")) {
                        if (!parameter.has("description")) {
                            silent.add(path.getKey() + " " + parameter.get("name"));
                        }
                    }
                }));
        JsonNode schemas = api.at("/components/schemas");
        schemas.properties()
                .forEach(schema -> schema.getValue()
                        .get("properties")
                        .properties()
                        .forEach(field -> {
                            String name = schema.getKey();
                            boolean explained = field.getValue().has("description")
                                    || isNamedAbove(schemas, name, field.getKey())
                                    || isExplainedBelow(schemas, field.getValue());
                            if (!explained
                                    && !name.startsWith("Neuronpedia")
                                    && !name.startsWith("BulkRequest")
                                    && !name.startsWith("Problem")
                                    && !name.contains("OEmbed")
                                    && !name.contains("OfExport")) {
                                silent.add(name + "." + field.getKey());
                            }
                        }));
        assertThat(silent).as("what docs/api.md does not say").isEmpty();
    }

    /** Whether what is said of a field that is made of this record, or of one around it, names its field. */
    private static boolean isNamedAbove(JsonNode schemas, String record, String field) {
        return isNamedAbove(schemas, record, field, new TreeSet<>());
    }

    private static boolean isNamedAbove(JsonNode schemas, String record, String field, Set<String> seen) {
        if (!seen.add(record)) {
            return false;
        }
        Pattern name = Pattern.compile("(?<![A-Za-z])" + field + "(?![A-Za-z])");
        return schemas.properties().stream()
                .anyMatch(schema -> schema.getValue()
                        .get("properties")
                        .valueStream()
                        .filter(property -> isMadeOf(property, record))
                        .anyMatch(property -> property.has("description")
                                ? name.matcher(property.get("description").asString())
                                        .find()
                                : isNamedAbove(schemas, schema.getKey(), field, seen)));
    }

    private static boolean isMadeOf(JsonNode property, String record) {
        return property.toString().contains("\"#/components/schemas/" + record + "\"");
    }

    /** Whether all that a field is made of is explained. */
    private static boolean isExplainedBelow(JsonNode schemas, JsonNode field) {
        return schemas.properties().stream()
                .filter(schema -> isMadeOf(field, schema.getKey()))
                .anyMatch(schema ->
                        schema.getValue().get("properties").valueStream().allMatch(inner -> inner.has("description")));
    }

    /** Requests with a seed that is printed when one fails: known and strange values for every parameter. */
    @Test
    void everyAnswerIsAsDescribed() {
        long seed = 20_261_121;
        Random random = new Random(seed);
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        int answered = 0;
        for (Map.Entry<String, JsonNode> path : api.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                for (int i = 0; i < REQUESTS_OF_EACH; i++) {
                    Request request = Request.drawn(path.getKey(), operation.getKey(), operation.getValue(), random, i);
                    HttpResponse<byte[]> response = site.send(request.method(), request.path(), request.body());
                    String what = "seed " + seed + ": " + request;
                    JsonNode expected = operation.getValue().at("/responses/" + response.statusCode());
                    assertThat(expected.isMissingNode())
                            .as("status %d of %s", response.statusCode(), what)
                            .isFalse();
                    assertThat(response.statusCode()).as(what).isNotEqualTo(500);
                    check(registry, expected, response, request);
                    answered += response.statusCode() == 200 ? 1 : 0;
                }
            }
        }
        assertThat(answered).as("requests that were answered").isGreaterThan(100);
    }

    private void check(SchemaRegistry registry, JsonNode expected, HttpResponse<byte[]> response, Request request) {
        String what = request.toString();
        String type = response.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        JsonNode media = expected.get("content").get(type);
        assertThat(media).as("type %s of %s", type, what).isNotNull();
        if (!type.endsWith("json")) {
            return;
        }
        ObjectNode schema = JSON.createObjectNode();
        schema.set("components", strict(request.path().contains("fields=")));
        schema.setAll((ObjectNode) media.get("schema"));
        Schema validator = registry.getSchema(schema);
        List<Error> errors = validator.validate(JSON.readTree(response.body()));
        assertThat(errors).as(what).isEmpty();
    }

    /** With nothing in an object but what is described. @param partial whether fields may be left out, being chosen */
    private JsonNode strict(boolean partial) {
        JsonNode components = api.get("components").deepCopy();
        components.get("schemas").properties().forEach(schema -> {
            if (!schema.getKey().equals("Problem")) {
                ObjectNode object = (ObjectNode) schema.getValue();
                object.put("additionalProperties", false);
                if (partial) {
                    object.remove("required");
                }
            }
        });
        return components;
    }

    @Test
    void thePageForPeopleHasItAllAndLinksWhatItNames() {
        String page = site.html("/docs/api");
        for (Map.Entry<String, JsonNode> path : api.get("paths").properties()) {
            assertThat(page).contains("<code>" + path.getKey() + "</code>");
        }
        Matcher links = Pattern.compile("href=\"#([^\"]+)\"").matcher(page);
        Set<String> missing = new TreeSet<>();
        while (links.find()) {
            if (!page.contains("id=\"" + links.group(1) + "\"")) {
                missing.add(links.group(1));
            }
        }
        assertThat(missing).isEmpty();
        assertThat(page).doesNotContain("style=\"", "<style", ">null</td>");
    }

    /** A request that the description allows, or nearly. */
    record Request(String method, String path, String body) {

        private static final List<String> STRANGE = List.of(
                "",
                "0",
                "-1",
                "1",
                "7",
                "999",
                "99999999999",
                "1.5",
                "NaN",
                "null",
                "true",
                "top",
                "x",
                "../..",
                "%",
                "'; drop table feature; --",
                "<script>",
                "日本",
                "\u0000",
                "a".repeat(3_000),
                "..",
                "1..2",
                "density",
                "tiny-2l",
                "tiny-2l/1-mlp/7",
                "tiny-full/0-mlp/0@5",
                "index,url",
                "index.x");
        private static final Map<String, List<String>> KNOWN = Map.ofEntries(
                Map.entry("model", List.of("tiny-2l", "tiny-full")),
                Map.entry("modelId", List.of("tiny-2l")),
                Map.entry("source", List.of("1-mlp", "0-mlp")),
                Map.entry("layer", List.of("1", "0-mlp")),
                Map.entry("index", List.of("0", "1")),
                Map.entry("group", List.of("top")),
                Map.entry("rank", List.of("1")),
                Map.entry("run", List.of("5", "2")),
                Map.entry("corpus", List.of("222222222222", "abababababab")),
                Map.entry("document", List.of("1")),
                Map.entry("name", List.of("mlp")),
                Map.entry("explanationId", List.of(ExplainedFeatures.ID)),
                Map.entry("saeId", List.of("1-mlp")),
                Map.entry("f", List.of("tiny-2l/1-mlp/7", "tiny-full/0-mlp/0")),
                Map.entry("sort", List.of("max", "kurtosis")),
                Map.entry("label", List.of("law", "code")),
                Map.entry("fields", List.of("schema")),
                Map.entry("limit", List.of("3")),
                Map.entry("q", List.of("mlp", "tiny-full 0-mlp 0")));

        static Request drawn(String path, String method, JsonNode operation, Random random, int number) {
            boolean plain = number < 3;
            String address = path;
            StringBuilder query = new StringBuilder();
            for (JsonNode parameter : operation.get("parameters")) {
                String name = parameter.get("name").asString();
                boolean inPath = parameter.get("in").asString().equals("path");
                if (inPath) {
                    String value = value(name, plain || random.nextInt(4) > 0, random);
                    address = address.replace("{" + name + "}", encoded(isRefusedByTheServer(value) ? "x" : value));
                } else if (random.nextInt(operation.get("parameters").size() + (plain ? 3 : 0)) < 2) {
                    String value = value(name, plain || random.nextBoolean(), random);
                    query.append(query.isEmpty() ? "?" : "&")
                            .append(name)
                            .append('=')
                            .append(encoded(value));
                }
            }
            return new Request(method.toUpperCase(Locale.ROOT), address + query, body(operation, plain, random));
        }

        /** Before the site sees it. */
        private static boolean isRefusedByTheServer(String value) {
            return value.isEmpty() || value.contains("/") || value.matches("(?s)[.%\u0000].*");
        }

        private static String value(String name, boolean known, Random random) {
            List<String> values = known ? KNOWN.getOrDefault(name, List.of("1")) : STRANGE;
            return values.get(random.nextInt(values.size()));
        }

        private static String encoded(String value) {
            return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
        }

        private static String body(JsonNode operation, boolean plain, Random random) {
            List<String> bodies = List.of(
                    "{\"modelId\": \"tiny-2l\", \"layer\": \"1\", \"source\": \"1\", \"index\": 0, \"id\": \"tiny-2l\","
                            + " \"layers\": [\"1\"], \"query\": \"numbers\", \"releaseName\": \"second\", \"saeId\": \"1\","
                            + " \"features\": [\"tiny-2l/1-mlp/7\"]}",
                    "[{\"modelId\": \"tiny-2l\", \"layer\": \"1\", \"index\": \"3\"}]",
                    "",
                    "{",
                    "null",
                    "[]",
                    "[null]",
                    "{}",
                    "{\"features\": [null]}",
                    "{\"offset\": 1e99}",
                    "{\"index\": {}}",
                    "{\"query\": \"\\u0000\\u0000\\u0000\\u0000\", \"modelId\": \"\\u0000\"}");
            return operation.has("requestBody")
                    ? bodies.get(plain ? random.nextInt(2) : random.nextInt(bodies.size()))
                    : "";
        }
    }
}
