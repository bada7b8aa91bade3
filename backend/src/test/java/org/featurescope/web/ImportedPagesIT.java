package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.FeatureWeights.LogitEffects;
import org.featurescope.core.evidence.FeatureWeights.TokenEffect;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.core.format.ActivationFormat;
import org.featurescope.db.format.Bars;
import org.featurescope.db.format.StoredEvidence;
import org.featurescope.db.store.ContextRow;
import org.featurescope.db.store.ContextSetRow;
import org.featurescope.db.store.CorpusCount;
import org.featurescope.db.store.CorpusRow;
import org.featurescope.db.store.DocumentRow;
import org.featurescope.db.store.FeatureFigures;
import org.featurescope.db.store.FeatureRow;
import org.featurescope.db.store.ModelRow;
import org.featurescope.db.store.RunRow;
import org.featurescope.db.store.RunWriter;
import org.featurescope.db.store.SourceRow;
import org.featurescope.db.store.TokenRow;
import org.featurescope.db.store.TokenizerRow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Pages of a run that was imported: what its files do not say is absent, not zero. */
class ImportedPagesIT {

    private static final String SOURCE = "/dump/0-res-jb";
    private static final List<String> TOKENS = List.of(" On", " Canada", " once");
    private static final CorpusRow CORPUS = new CorpusRow("their texts", "ab".repeat(32));

    private static TestSite site;

    @BeforeAll
    static void start() {
        site = TestSite.over(ImportedPagesIT::write);
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    /** Features 1, 3 and 4 of five; 3 is known by its index alone, 4 by the activation at its peak. */
    private static void write(DataSource dataSource) {
        TokenizerRow tokenizer = new TokenizerRow(
                "cd".repeat(32),
                IntStream.range(0, TOKENS.size())
                        .mapToObj(id -> new TokenRow(id, TOKENS.get(id).getBytes(StandardCharsets.UTF_8), false))
                        .toList());
        try (RunWriter writer = RunWriter.begin(
                dataSource, ModelRow.named("dump"), tokenizer, List.of(CORPUS), new ContextSetRow(3, null))) {
            writer.writeDocuments(0, List.of(new DocumentRow(0, "batch-0.json: 1", null, null, null, null)));
            writer.writeContexts(0, List.of(new ContextRow(0, 0, 0, new int[] {0, 1, 2}, " On Canada once")));
            writer.writeSourceWithGaps(
                    new SourceRow("0-res-jb", "sae", 0, null, 5),
                    List.of(said(), new FeatureRow(3, unknown(), nothing()), peakAlone()));
            writer.publish(RunRow.imported(
                    "their files", "SAEDashboard", "{}", List.of(new CorpusCount((Long) null, null)), "0.1.0", 1));
        }
    }

    private static FeatureRow said() {
        Example example = new Example(
                ContextId.of(ContextId.corpusKey(CORPUS.sha256()), 0), 1, 2.5f, ActivationFormat.encode(new float[] {
                    0, 2.5f, 0.5f
                }));
        List<TokenEffect> effects = List.of(new TokenEffect(1, 1.5f));
        FeatureWeights weights =
                new FeatureWeights(1, null, null, null, new LogitEffects(effects, effects, null), List.of(), List.of());
        return new FeatureRow(
                1,
                figures(0.25, 2.5f, new Bars(Bars.of(new float[] {0.5f, 1.5f}, new long[] {9, 1}), List.of())),
                new StoredEvidence(
                        List.of(new ExampleGroup(GroupKind.TOP, 0, 0, Float.POSITIVE_INFINITY, 0, 0, List.of(example))),
                        List.of(),
                        null,
                        weights));
    }

    private static FeatureRow peakAlone() {
        Example example = new Example(
                ContextId.of(ContextId.corpusKey(CORPUS.sha256()), 0),
                1,
                1.5f,
                ActivationFormat.encodeKnown(new float[] {Float.NaN, 1.5f, Float.NaN}));
        return new FeatureRow(
                4,
                figures(null, 1.5f, null),
                new StoredEvidence(
                        List.of(new ExampleGroup(GroupKind.TOP, 0, 0, Float.POSITIVE_INFINITY, 0, 0, List.of(example))),
                        List.of(),
                        null,
                        null));
    }

    private static FeatureFigures figures(@Nullable Double density, @Nullable Float maximum, @Nullable Bars bars) {
        return new FeatureFigures(density, null, null, maximum, null, null, null, null, null, null, bars);
    }

    private static FeatureFigures unknown() {
        return figures(null, null, null);
    }

    private static StoredEvidence nothing() {
        return new StoredEvidence(List.of(), List.of(), null, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/dump",
                "/dump.json",
                SOURCE,
                SOURCE + ".json",
                SOURCE + "?sort=mean",
                SOURCE + "?state=alive",
                SOURCE + "?density=0.1..0.5",
                SOURCE + ".csv",
                SOURCE + "/1?group=all&view=context",
                SOURCE + "/1/top/1",
                SOURCE + "/1/embed",
                SOURCE + "/3",
                SOURCE + "/4",
                SOURCE + "/4/top/1",
                SOURCE + "/4/top/1.json",
                SOURCE + ".jsonl",
                SOURCE + ".parquet",
                SOURCE + "/3/embed",
                SOURCE + "/random",
                "/runs/1",
                "/runs/1.json",
                "/corpora/" + "abababababab",
                "/corpora/" + "abababababab/0",
                "/compare?f=dump/0-res-jb/1&f=dump/0-res-jb/3",
                "/search?q=dump",
            })
    void everyPageOfAnImportIsThere(String path) {
        assertThat(site.get(path).statusCode()).isIn(200, 302, 303, 307);
    }

    @Test
    void whatIsNotInTheFilesIsNull() {
        JsonNode page = site.json(SOURCE + "/1.json");
        assertThat(page.path("run").path("origin").asString()).isEqualTo("SAEDashboard");
        assertThat(page.path("hookPoint").isNull()).isTrue();
        JsonNode statistics = page.path("statistics");
        assertThat(statistics.path("density").doubleValue()).isEqualTo(0.25);
        assertThat(statistics.path("max").doubleValue()).isEqualTo(2.5);
        for (String absent : List.of("activeTokens", "activeContexts", "min", "mean", "skewness", "histogram")) {
            assertThat(statistics.path(absent).isNull()).as(absent).isTrue();
        }
        assertThat(statistics.path("bars").path("heights").toString()).isEqualTo("[9,1]");
        assertThat(page.path("directory").get(0).path("tokens").isNull()).isTrue();
        assertThat(page.path("run").path("tokens").isNull()).isTrue();
        assertThat(page.path("run").path("weightsSha256").isNull()).isTrue();
        assertThat(site.json(SOURCE + "/3.json").path("statistics").path("max").isNull())
                .isTrue();
    }

    @Test
    void anActivationThatIsNotKnownIsNullAndADash() {
        assertThat(site.json(SOURCE + "/4.json").at("/groups/0/examples/0/activations"))
                .hasToString("[null,1.5,null]");
        assertThat(site.html(SOURCE + "/4"))
                .contains("data-v=\"—\"")
                .contains("data-v=\"1.5")
                .doesNotContain("data-v=\"0\"");
        assertThat(site.html(SOURCE + "/4/top/1")).contains("<td class=\"num\">—</td>");
        HttpResponse<String> neuronpedia = site.get("/api/feature/dump/0-res-jb/4");
        assertThat(neuronpedia.body()).contains("\"values\":[null,1.5,null]").contains("\"minValue\":1.5");
    }

    @Test
    void thePageSaysWhereItIsFromAndWhatIsAbsent() {
        String html = site.html(SOURCE + "/1");
        assertThat(html)
                .contains("imported from SAEDashboard")
                .contains("hook point not in the import")
                .contains("not in the import")
                .contains("25.0\u202F%")
                .contains("<dd>—</dd>");
        assertThat(site.html(SOURCE + "/3")).doesNotContain("<dd>0</dd>");
        assertThat(site.html("/runs/1")).contains("imported from SAEDashboard").doesNotContain("Computed in");
        assertThat(site.html("/dump")).contains("Known from imported files alone");
    }

    @Test
    void neighboursLeadOverTheGap() {
        JsonNode one = site.json(SOURCE + "/1.json");
        assertThat(one.path("previous").isNull()).isTrue();
        assertThat(one.path("next").asString()).endsWith(SOURCE + "/3.json");
        assertThat(site.html(SOURCE + "/3")).contains("← 1");
        assertThat(site.get(SOURCE + "/2").statusCode()).isEqualTo(404);
        assertThat(site.get(SOURCE + "/2").body()).contains("as far as they are in the import");
    }

    @Test
    void aListPrintsNoZeroForWhatIsNotKnown() {
        assertThat(site.get(SOURCE + ".csv").body())
                .contains("\r\n1,0.25,2.5,,")
                .contains("\r\n3,,,,");
        assertThat(site.json(SOURCE + ".json?density=0.2..0.3").path("matching").intValue())
                .isEqualTo(1);
    }

    @Test
    void noPageAsksForMoreThanEightThings() {
        assertThat(site.queries(SOURCE + "/1")).hasSizeLessThanOrEqualTo(8);
    }
}
