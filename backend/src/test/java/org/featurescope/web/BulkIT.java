package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jerolba.carpet.CarpetReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Some features by one request, all of a source as a stream, and the choice of fields. */
class BulkIT {

    private static final JsonMapper JSON = new JsonMapper();

    private final TestSite site = TestSite.small();

    @Test
    void featuresComeInTheOrderAskedForWithWhatTheirPagesHave() {
        JsonNode bulk = site.json(
                "/features.json?f=tiny-2l/1-mlp/7&f=tiny-full/0-mlp/0&f=tiny-2l/1-mlp/7@1&f=tiny-2l/1-mlp/999");
        assertThat(texts(bulk.get("missing"))).containsExactly("tiny-2l/1-mlp/999");
        assertThat(bulk.get("runs").valueStream().map(run -> run.get("id").asInt()))
                .containsExactly(2, 5, 1);
        assertThat(bulk.get("features")
                        .valueStream()
                        .map(each -> each.get("run").asInt()))
                .containsExactly(2, 5, 1);
        assertThat(bulk.get("runs").get(1))
                .isEqualTo(site.json("/tiny-full/0-mlp/0.json").get("run"));
        isThePage(bulk.get("features").get(0), "/tiny-2l/1-mlp/7.json");
        isThePage(bulk.get("features").get(1), "/tiny-full/0-mlp/0.json");
        isThePage(bulk.get("features").get(2), "/tiny-2l/1-mlp/7.json?run=1");
    }

    @Test
    void aFeatureThatIsAskedForTwiceComesTwice() {
        JsonNode bulk = site.json("/features.json?f=tiny-full/0-mlp/0&f=tiny-2l/1-mlp/7&f=tiny-full/0-mlp/0");

        assertThat(bulk.get("features").size()).isEqualTo(3);
        isThePage(bulk.get("features").get(0), "/tiny-full/0-mlp/0.json");
        isThePage(bulk.get("features").get(2), "/tiny-full/0-mlp/0.json");
    }

    private void isThePage(JsonNode feature, String path) {
        JsonNode page = site.json(path);
        feature.properties().stream()
                .filter(field -> !field.getKey().equals("run"))
                .forEach(
                        field -> assertThat(field.getValue()).as(field.getKey()).isEqualTo(page.get(field.getKey())));
    }

    @Test
    void aBodyAsksTheSame() {
        assertThat(site.posted(
                        "/features.json", "{\"features\": [\"tiny-full/0-mlp/0\"], \"group\": \"all\", \"limit\": 1}"))
                .isEqualTo(site.json("/features.json?f=tiny-full/0-mlp/0&group=all&limit=1"));
    }

    @Test
    void groupAndLimitSayHowManyExamples() {
        JsonNode all = site.json("/features.json?f=tiny-full/0-mlp/0&group=all&limit=1")
                .at("/features/0/groups");
        assertThat(all.size()).isEqualTo(8);
        assertThat(all.get(0).get("examples").size()).isEqualTo(1);
        assertThat(site.json("/features.json?f=tiny-full/0-mlp/0&limit=0")
                        .at("/features/0/groups/0/examples")
                        .size())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/features.json | 1 to 100 features must be given, got 0.",
                "/features.json?f=x | f must be model/source/index, perhaps with @run behind it, got x.",
                "/features.json?f=tiny-2l/1-mlp/7&limit=-1 | limit must be a number of examples from 0 to 1000, got -1.",
                "/features.json?f=tiny-2l/1-mlp/7&fields=index,,run | fields must be names with commas between them,",
                "/features.json?f=tiny-2l/1-mlp/7&fields=features.nope | fields asks for features.nope, which is not there; known are model, source,",
                "/tiny-2l/1-mlp/7.json?fields=index.x | fields asks for fields of index, which has none.",
                "/tiny-2l/1-mlp.json?limit=501 | limit must be a number from 1 to 500, got 501.",
                "/tiny-2l/1-mlp.jsonl?group=x | group must be top, bottom,",
            })
    void whatCannotBeReadIsRefused(String path, String detail) {
        HttpResponse<String> answer = site.get(path);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(TestSite.json(answer).get("detail").asString()).startsWith(detail);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void moreFeaturesAreNoMoreQueries() {
        String many = IntStream.range(0, 100)
                .mapToObj("f=tiny-2l/1-mlp/%d"::formatted)
                .collect(Collectors.joining("&", "/features.json?", ""));
        assertThat(site.queries(many))
                .hasSameSizeAs(site.queries("/features.json?f=tiny-2l/1-mlp/0"))
                .hasSizeLessThanOrEqualTo(8);
    }

    @Test
    void fieldsAreChosenOnAnyTwin() {
        assertThat(site.html("/tiny-2l/1-mlp/7.json?fields=index,statistics.max,groups.examples.rank"))
                .isEqualTo("{\"groups\":[{\"examples\":[{\"rank\":1},{\"rank\":2},{\"rank\":3}]}],"
                        + "\"index\":7,\"statistics\":{\"max\":1.0}}");
        assertThat(site.html("/tiny-2l/1-mlp.json?fields=features.index&limit=3"))
                .isEqualTo("{\"features\":[{\"index\":0},{\"index\":1},{\"index\":2}]}");
        assertThat(site.json("/tiny-full/0-mlp/0.json?fields=run.manifest,lookup")
                        .at("/run/manifest/seed")
                        .asInt())
                .isEqualTo(7);
    }

    @Test
    void aLimitStaysFromPageToPage() {
        JsonNode first = site.json("/tiny-2l/1-mlp.json?limit=7&sort=max");
        assertThat(first.get("features").size()).isEqualTo(7);
        assertThat(first.get("next").asString()).contains("limit=7");
        JsonNode second = site.json(first.get("next").asString());
        assertThat(second.get("first").asInt()).isEqualTo(8);
        assertThat(second.get("features").size()).isEqualTo(7);
    }

    @Test
    void listsOfLabelsAndDocumentsHaveALimitToo() {
        JsonNode labels = site.json("/tiny-full/labels.json?label=code&limit=1").get("chosen");
        assertThat(labels.get("rows").size()).isEqualTo(1);
        assertThat(labels.get("next").isNull()).isTrue(); // the other feature has no AUC
        JsonNode first = site.json("/corpora/abababababab.json?limit=3");
        assertThat(first.get("documents").size()).isEqualTo(3);
        JsonNode second = site.json(first.get("next").asString());
        assertThat(second.get("documents").size()).isEqualTo(3);
        assertThat(second.at("/documents/0/document").asInt()).isEqualTo(3);
        assertThat(site.json(second.get("previous").asString())).isEqualTo(first);
        for (String path :
                List.of("/tiny-full/labels.json?label=code&limit=0", "/corpora/abababababab.json?limit=501")) {
            assertThat(site.get(path).statusCode()).as(path).isEqualTo(400);
        }
    }

    @Test
    void aSourceIsAStreamOfLines() {
        HttpResponse<String> answer = site.get("/tiny-2l/1-mlp.jsonl");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/jsonl");
        assertThat(answer.headers().firstValue("Featurescope-Features")).hasValue("120");
        assertThat(answer.headers().firstValue("Featurescope-Run")).hasValue("2");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        List<String> lines = answer.body().lines().toList();
        assertThat(lines).hasSize(SmallIndex.FEATURES);
        assertThat(JSON.readTree(lines.get(7)))
                .isEqualTo(site.json("/features.json?f=tiny-2l/1-mlp/7").at("/features/0"));
        assertThat(site.html("/tiny-2l/1-mlp.jsonl?fields=index&run=1")).startsWith("{\"index\":0}\n{\"index\":1}\n");
    }

    /** Of one run nothing changes, so what is known is not sent again; another run, or another question, is another answer. */
    @ParameterizedTest
    @ValueSource(strings = {"jsonl", "parquet", "csv"})
    void aStreamThatIsKnownIsNotSentAgain(String format) {
        String path = "/tiny-2l/1-mlp." + format;
        HttpResponse<byte[]> whole = site.bytes(path, "Accept-Encoding", "identity");
        String tag = whole.headers().firstValue("ETag").orElseThrow();
        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        assertThat(site.bytes(path).headers().firstValue("ETag")).hasValue(tag);
        HttpResponse<byte[]> again = site.bytes(path, "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("ETag")).hasValue(tag);
        for (String other : List.of(path + "?run=1", path + "?run=2", "/tiny-2l/0-mlp." + format)) {
            assertThat(site.bytes(other, "If-None-Match", tag).statusCode())
                    .as(other)
                    .isEqualTo(200);
        }
    }

    @Test
    void anExplanationMakesAnotherStream() throws SQLException {
        try (TestSite own = TestSite.over(SmallIndex::write)) {
            String tag = tag(own, "jsonl");
            String table = tag(own, "parquet");
            try (Connection connection = own.database().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("insert into explanation (source_id, feature_index, description, origin)"
                        + " select s.id, 7, 'new', 'a person' from source s join model m on m.id = s.model_id"
                        + " where m.name = 'tiny-2l' and s.name = '1-mlp'");
            }
            assertThat(tag(own, "jsonl")).isNotEqualTo(tag);
            assertThat(tag(own, "parquet")).isEqualTo(table);
        }
    }

    private static String tag(TestSite site, String format) {
        return site.bytes("/tiny-2l/1-mlp." + format)
                .headers()
                .firstValue("ETag")
                .orElseThrow();
    }

    @Test
    void aStreamIsCompressed() throws IOException {
        HttpResponse<byte[]> answer = site.bytes("/tiny-2l/1-mlp.jsonl", "Accept-Encoding", "gzip");
        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(site.html("/tiny-2l/1-mlp.jsonl"));
        }
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // Map.class has no type arguments
    void aSourceIsAParquetTable(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("features.parquet");
        Files.write(file, site.bytes("/tiny-full/0-mlp.parquet?group=all").body());
        List<Map<String, Object>> rows = (List) new CarpetReader<>(file.toFile(), Map.class).toList();
        assertThat(rows).hasSize(2);
        JsonNode page = site.json("/tiny-full/0-mlp/0.json?group=all");
        Map<String, Object> rich = rows.get(0);
        assertThat(rich.get("density")).isEqualTo(page.at("/statistics/density").asDouble());
        assertThat(rich.get("kurtosis"))
                .isEqualTo(page.at("/statistics/kurtosis").asDouble());
        assertThat(rich.get("histogramCounts")).hasToString("[1500, 1500, 500, 300, 100, 50, 25, 15, 5, 3, 1, 1, 0]");
        assertThat(rows.get(1).get("skewness")).isNull();
        List<Map<String, Object>> examples = list(rich, "examples");
        assertThat(examples).extracting(each -> each.get("group")).contains("top", "bottom", "interval-1", "label-3");
        JsonNode first = page.at("/groups/0/examples/0");
        assertThat(examples.get(0).get("peak")).isEqualTo(first.get("peak").floatValue());
        assertThat(JSON.<JsonNode>valueToTree(examples.get(0).get("tokens"))).isEqualTo(first.get("tokens"));
        assertThat(list(rich, "raises").get(0).get("token")).isEqualTo(" world");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> row, String column) {
        return (List<Map<String, Object>>) Objects.requireNonNull(row.get(column));
    }

    /** One that is cut short must not look whole: a client that reads to the end is told. */
    @Test
    void aStreamThatBreaksDoesNotEnd() {
        try (TestSite broken = TestSite.over(BulkIT::writeBroken)) {
            assertThat(broken.html("/tiny-2l/1-mlp.jsonl").lines()).hasSize(SmallIndex.FEATURES);
            assertThatThrownBy(() -> broken.bytes("/tiny-2l/0-mlp.jsonl?group=all", "Accept-Encoding", "identity"))
                    .hasCauseInstanceOf(IOException.class);
            // Compressed, all that could be read fits into a buffer, so that there is time to say what happened.
            HttpResponse<byte[]> compressed = broken.bytes("/tiny-2l/0-mlp.jsonl?group=all", "Accept-Encoding", "gzip");
            assertThat(compressed.statusCode()).isEqualTo(500);
            assertThat(JSON.readTree(compressed.body()).get("detail").asString())
                    .isEqualTo("This page could not be made; the log of the server says why.");
            // Nothing of a small table is sent before it is whole.
            assertThat(broken.get("/tiny-2l/0-mlp.parquet").statusCode()).isEqualTo(500);
        }
    }

    private static void writeBroken(DataSource database) {
        SmallIndex.write(database);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("update evidence set bytes = '\\x07' where feature_index = 118 and source_id ="
                    + " (select min(id) from source)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tiny-2l/1-mlp/7.json",
                "/features.json",
                "/api/features",
                "/tiny-2l/1-mlp.jsonl",
                "/tiny-2l/1-mlp.parquet"
            })
    void otherSitesMayAskBeforehand(String path) {
        HttpResponse<String> answer = site.preflight(path);
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Methods")).hasValue("GET, HEAD, POST");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
                .contains("Content-Type");
        assertThat(site.preflight("/tiny-2l").headers().firstValue("Access-Control-Allow-Origin"))
                .isEmpty();
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }
}
