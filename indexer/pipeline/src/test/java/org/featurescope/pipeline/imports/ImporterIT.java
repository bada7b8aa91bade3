package org.featurescope.pipeline.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.core.format.ActivationFormat;
import org.featurescope.db.TestDatabase;
import org.featurescope.db.store.FeatureRow;
import org.featurescope.db.store.PublishedFeatures;
import org.featurescope.db.store.PublishedRun;
import org.featurescope.db.store.PublishedTexts;
import org.featurescope.db.store.RunCatalog;
import org.featurescope.db.store.RunDeletion;
import org.featurescope.pipeline.export.ExportFormat;
import org.featurescope.pipeline.export.ExportRequest;
import org.featurescope.pipeline.export.Exporter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files of the shapes that other tools write, written here; what becomes of them in the index. */
class ImporterIT {

    private static TestDatabase database;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private ImportReport run(Path path, @Nullable String model, @Nullable String source, int maxErrors) {
        return new Importer(folder.resolve("home"), database.dataSource(), sentence -> {})
                .run(new ImportRequest(path, model, source, null, null, null, 20, maxErrors, false));
    }

    private static FeatureRow feature(long run, String source, int index) {
        try (PublishedFeatures features = PublishedFeatures.open(database.dataSource(), run, source)) {
            return features.feature(index).orElseThrow();
        }
    }

    private static PublishedRun published(long run) {
        return new RunCatalog(database.dataSource()).byId(run);
    }

    private static String text(PublishedRun run, Example example) {
        try (PublishedTexts texts = PublishedTexts.open(database.dataSource(), run)) {
            PublishedTexts.Text text = Objects.requireNonNull(
                    texts.contexts(List.of(example.context())).get(example.context()));
            var tokens = texts.tokens();
            StringBuilder all = new StringBuilder();
            for (int id : text.tokenIds()) {
                all.append(new String(Objects.requireNonNull(tokens.get(id)).bytes(), StandardCharsets.UTF_8));
            }
            return all.toString();
        }
    }

    private static final String BATCH = """
            {"model_id": "gpt2-small", "layer": 0, "sae_set": "res-jb", "features": [
              {"feature_index": 1, "frac_nonzero": 0.25,
               "neg_str": ["x"], "neg_values": [-0.5], "pos_str": [" Brig", "ãĤ±"], "pos_values": [3.5, 2.25],
               "freq_hist_data_bar_values": [0.25, 0.75], "freq_hist_data_bar_heights": [10, 2],
               "logits_hist_data_bar_values": [-1, 1], "logits_hist_data_bar_heights": [5, 7],
               "n_prompts_total": 100, "n_tokens_in_prompt": 8, "dataset": "some/texts",
               "activations": [
                {"bin_min": -1, "bin_max": 2, "bin_contains": -1, "tokens": [" a", "Ã³n"], "values": [0.0, 1.5], "qualifying_token_index": 1},
                {"bin_min": -1, "bin_max": 2, "bin_contains": -1, "tokens": [" b", " c"], "values": [2.0, 0.0], "qualifying_token_index": 0},
                {"bin_min": -1, "bin_max": 2, "bin_contains": -1, "tokens": [" z", " z"], "values": [0.0, 0.0], "qualifying_token_index": 0},
                {"bin_min": 1.0, "bin_max": 2.0, "bin_contains": 0.01, "tokens": [" b", " c"], "values": [2.0, 0.0], "qualifying_token_index": 0},
                {"bin_min": 0.0, "bin_max": 1.0, "bin_contains": 0.99, "tokens": [" d", " b"], "values": [0.5, 1.5], "qualifying_token_index": 0}
               ]},
              {"feature_index": 3, "activations": []}]}
            """;

    @Test
    void saeDashboardBecomesARunWithGaps() throws IOException {
        Path file = Files.writeString(folder.resolve("batch-0.json"), BATCH);

        ImportReport report = run(file, "dash", null, 0);

        PublishedRun run = published(report.runId());
        assertThat(run.origin()).isEqualTo("SAEDashboard");
        assertThat(run.model()).isEqualTo("dash");
        assertThat(run.weightsSha256()).isNull();
        assertThat(run.tokens()).isEqualTo(800);
        assertThat(run.contexts()).isEqualTo(100);
        assertThat(run.corpusNames()).isEqualTo("some/texts");
        assertThat(run.sources().get(0).name()).isEqualTo("0-res-jb");
        assertThat(run.sources().get(0).features()).isEqualTo(4);
        assertThat(run.sources().get(0).hookPoint()).isNull();
        assertThat(report.features()).isEqualTo(2);

        FeatureRow one = feature(run.id(), "0-res-jb", 1);
        assertThat(one.figures().density()).isEqualTo(0.25);
        assertThat(one.figures().activeTokens()).isNull();
        assertThat(one.figures().maximum()).as("the largest at the top").isEqualTo(2);
        assertThat(one.figures().mean()).isNull();
        assertThat(one.figures().histogram()).isNull();
        assertThat(Objects.requireNonNull(one.figures().bars()).activations()).hasSize(2);
        List<Example> top = one.kept().top();
        assertThat(top).extracting(Example::peak).containsExactly(2f, 1.5f);
        assertThat(text(run, top.get(1))).isEqualTo(" aón");
        List<ExampleGroup> intervals = one.kept().groups().stream()
                .filter(group -> group.kind() == GroupKind.INTERVAL)
                .toList();
        assertThat(intervals).extracting(ExampleGroup::low).containsExactly(0f, 1f);
        assertThat(intervals).extracting(ExampleGroup::tokens).containsExactly(792L, 8L);
        Example lower = intervals.get(0).examples().get(0);
        assertThat(lower.peakPosition())
                .as("what qualifies, not what is largest")
                .isZero();
        assertThat(lower.peak()).isEqualTo(0.5f);
        assertThat(intervals.get(1).examples().get(0).context())
                .as("one context, two groups")
                .isEqualTo(top.get(0).context());

        FeatureRow bare = feature(run.id(), "0-res-jb", 3);
        assertThat(bare.figures().maximum()).isNull();
        assertThat(bare.figures().density()).isNull();
        assertThat(bare.kept().groups()).isEmpty();
        assertThat(bare.weights()).isNull();
        try (PublishedFeatures features = PublishedFeatures.open(database.dataSource(), run.id(), "0-res-jb")) {
            assertThat(features.feature(0)).isEmpty();
        }
        RunDeletion.delete(database.dataSource(), run.id());
    }

    private static final List<String> FEATURES = List.of("""
            {"modelId":"np","layer":"6-res-jb","index":"0","maxActApprox":4.5,"frac_nonzero":0.125,"hookName":"blocks.6.hook_resid_pre","pos_str":["yes"],"pos_values":[1.0],"neg_str":[],"neg_values":[],"topkCosSimIndices":[0,2],"topkCosSimValues":[1.0,0.5]}""", """
            {"modelId":"np","layer":"6-res-jb","index":"2","maxActApprox":0,"frac_nonzero":0}""");
    private static final List<String> ACTIVATIONS = List.of("""
            {"id":"a","tokens":["On"," Canada"],"values":[0,4.5],"maxValue":4.5,"maxValueTokenIndex":1,"modelId":"np","layer":"6-res-jb","index":"0","dataIndex":"doc 7","binMin":-1,"binMax":4.5,"binContains":-1,"qualifyingTokenIndex":1}""", """
            {"id":"b","tokens":["<|endoftext|>"," Ottawa"],"values":[0,3],"maxValue":3,"maxValueTokenIndex":1,"modelId":"np","layer":"6-res-jb","index":"0","binMin":-1,"binMax":4.5,"binContains":-1}""");
    private static final List<String> EXPLANATIONS = List.of("""
            {"id":"cexp1","modelId":"np","layer":"6-res-jb","index":"0","description":"places in Canada","typeName":"oai_token-act-pair","explanationModelName":"gpt-4o-mini"}""");

    private Path neuronpedia(String name, List<String> activations) throws IOException {
        Path source = folder.resolve(name).resolve("6-res-jb");
        write(source.resolve("features/batch-0.jsonl.gz"), FEATURES);
        write(source.resolve("activations/batch-0.jsonl.gz"), activations);
        write(source.resolve("explanations/batch-0.jsonl.gz"), EXPLANATIONS);
        Files.writeString(
                source.resolve("source.jsonl"),
                "{\"modelId\":\"np\",\"id\":\"6-res-jb\",\"dataset\":\"openwebtext\",\"num_prompts\":10,\"num_tokens_in_prompt\":4}\n");
        return folder.resolve(name);
    }

    private static void write(Path file, List<String> lines) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void neuronpediaExportIsJoinedAcrossItsFiles() throws IOException {
        ImportReport report = run(neuronpedia("np", ACTIVATIONS), null, null, 0);

        PublishedRun run = published(report.runId());
        assertThat(run.sources().get(0).hookPoint()).isEqualTo("blocks.6.hook_resid_pre");
        assertThat(run.sources().get(0).layer()).isEqualTo(6);
        FeatureRow canada = feature(run.id(), "6-res-jb", 0);
        assertThat(canada.figures().maximum()).isEqualTo(4.5f);
        assertThat(canada.kept().top()).extracting(Example::peakPosition).containsExactly(1, 1);
        assertThat(Objects.requireNonNull(canada.weights()).similar())
                .as("itself left out")
                .singleElement()
                .satisfies(near -> assertThat(near.index()).isEqualTo(2));
        assertThat(feature(run.id(), "6-res-jb", 2).figures().maximum()).isZero();
        try (PublishedTexts texts = PublishedTexts.open(database.dataSource(), run)) {
            assertThat(texts.explanations("6-res-jb", 0, 1))
                    .singleElement()
                    .satisfies(said -> assertThat(said.description()).isEqualTo("places in Canada"));
            assertThat(texts.tokens().values())
                    .filteredOn(token -> token.special())
                    .extracting(token -> new String(token.bytes(), StandardCharsets.UTF_8))
                    .containsExactly("<|endoftext|>");
        }

        assertThat(run(neuronpedia("np", ACTIVATIONS), null, null, 0).runId())
                .as("again")
                .isGreaterThan(run.id());
        assertThat(Files.list(folder.resolve("home/imports")))
                .as("nothing is left behind")
                .isEmpty();
    }

    @Test
    void brokenLinesAreNamedAndCountedAndNothingIsPublishedBeyondTheLimit() throws IOException {
        List<String> lines = new ArrayList<>(ACTIVATIONS);
        lines.add("{\"modelId\":\"np\",\"layer\":\"6-res-jb\",\"index\":\"0\",\"tokens\":[\"a\"],\"values\":[1,2]}");
        lines.add("{\"modelId\":\"np\",\"layer\":\"6-res-jb\",\"index\":\"0\",\"tokens\":[\"a\"],\"values\":[NaN]}");
        lines.add("{\"modelId\":");
        Path path = neuronpedia("broken", lines);
        int before = new RunCatalog(database.dataSource()).all().size();

        assertThatThrownBy(() -> run(path, "broken", null, 2))
                .isInstanceOf(ImportException.class)
                .hasMessageContaining(
                        "batch-0.jsonl.gz, line 3: field \"values\" must have as many values as \"tokens\", 1, found 2")
                .hasMessageContaining("line 4: field \"values[0]\" must be a finite number, found")
                .hasMessageContaining("line 5: is not JSON")
                .hasMessageContaining("--max-errors");
        assertThat(new RunCatalog(database.dataSource()).all()).hasSize(before);

        ImportReport report = run(path, "broken", null, 3);
        assertThat(report.errorCount()).isEqualTo(3);
        assertThat(feature(report.runId(), "6-res-jb", 0).kept().top()).hasSize(2);
    }

    @Test
    void aCheckpointIsGoneOnFrom() throws IOException {
        Path path = neuronpedia("resume", ACTIVATIONS);
        ImportRequest request = new ImportRequest(path, "resume", null, null, null, null, 20, 0, false);
        Dump dump = DumpFinder.find(request);
        Path staged = Files.createDirectories(folder.resolve("staged"));
        ImportState first;
        try (Staging staging = new Staging(staged, request, ImportState.nothing("f"))) {
            read(dump.files().get(0), staging);
            read(dump.files().get(1), staging);
            staging.checkpoint("f", java.util.Map.of()).write(staged);
            read(dump.files().get(2), staging); // lost
        }
        first = Objects.requireNonNull(ImportState.read(staged, "f"));
        assertThat(ImportState.read(staged, "another")).isNull();
        try (Staging staging = new Staging(staged, request, first)) {
            assertThat(staging.contextCount()).isZero();
            read(dump.files().get(2), staging);
            assertThat(staging.contextCount()).isEqualTo(2);
            assertThat(staging.activations()).isEqualTo(2);
            assertThat(staging.tokens()).startsWith("yes").hasSize(5);
        }
    }

    private static void read(DumpFile file, Staging staging) throws IOException {
        try (var in = DumpJson.open(file.path())) {
            file.read(in, staging);
        }
    }

    @Test
    void saeVisNeedsNamesAndShowsIdsWithoutATokenizer() throws IOException {
        Path file = Files.writeString(folder.resolve("vis.json"), """
                {"feature_data_dict": {"7": {
                  "acts_histogram_data": {"bar_heights": [1, 2], "bar_values": [0.1, 0.3], "title": "ACTIVATIONS<br>DENSITY = 0.400%"},
                  "logits_table_data": {"bottom_token_ids": [5], "bottom_logits": [-1.0], "top_token_ids": [6], "top_logits": [2.0]},
                  "sequence_data": {"seq_group_data": [
                    {"title": "TOP ACTIVATIONS<br>MAX = 1.000", "seq_data": [{"token_ids": [5, 6], "feat_acts": [0.0, 1.0]}]},
                    {"title": "INTERVAL 0.000 - 0.500<br>CONTAINS 99.000%", "seq_data": [{"token_ids": [6, 6], "feat_acts": [0.25, 0.0]}]}]}}}}
                """);

        assertThatThrownBy(() -> run(file, "vis", null, 0)).hasMessageContaining("--source-name");
        assertThatThrownBy(() -> run(file, null, "1-sae", 0)).hasMessageContaining("--model-name");
        ImportReport report = run(file, "vis", "1-sae", 0);

        FeatureRow seven = feature(report.runId(), "1-sae", 7);
        assertThat(seven.figures().density()).isEqualTo(0.004);
        assertThat(text(published(report.runId()), seven.kept().top().get(0))).isEqualTo("⟨5⟩⟨6⟩");
        assertThat(seven.kept().groups()).hasSize(2);
    }

    @Test
    void neuronRecordKeepsMomentsAndQuantiles() throws IOException {
        Path file =
                Files.writeString(Files.createDirectories(folder.resolve("1")).resolve("4.json"), """
                {"dataclass_name": "NeuronRecord", "neuron_id": {"dataclass_name": "NeuronId", "layer_index": 1, "neuron_index": 4},
                 "random_sample": [{"tokens": ["a", "b"], "activations": [-0.5, -0.25]}],
                 "random_sample_by_quantile": [[{"tokens": ["c"], "activations": [-0.5]}], [{"tokens": ["d"], "activations": [1.5]}]],
                 "quantile_boundaries": [null, 0.0, null], "mean": -0.25, "variance": 0.25, "skewness": 9.5, "kurtosis": 190.5,
                 "most_positive_activation_records": [{"tokens": ["e", "f"], "activations": [-0.125, 3.0]}]}
                """);

        ImportReport report = run(Objects.requireNonNull(file.getParent()), "xl", null, 0);

        PublishedRun run = published(report.runId());
        assertThat(run.tokens()).isNull();
        assertThat(run.sources().get(0).hookPoint()).isEqualTo("blocks.1.mlp.hook_post");
        FeatureRow four = feature(run.id(), "1-mlp", 4);
        assertThat(four.figures().standardDeviation()).isEqualTo(0.5);
        assertThat(four.figures().kurtosis()).isEqualTo(190.5);
        assertThat(four.figures().density()).isNull();
        assertThat(four.kept().groups())
                .extracting(ExampleGroup::kind)
                .containsExactly(GroupKind.TOP, GroupKind.INTERVAL, GroupKind.INTERVAL, GroupKind.RANDOM);
        assertThat(four.kept().groups().get(1).low()).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    @Test
    void whatIsExportedIsTheSameWhenImportedAgain() throws IOException {
        Path file = Files.writeString(folder.resolve("batch-0.json"), BATCH);
        ImportReport first = run(file, "there", null, 0);
        Path exported = folder.resolve("exported");
        new Exporter(database.dataSource())
                .run(new ExportRequest("there", "0-res-jb", null, ExportFormat.NEURONPEDIA, exported));

        ImportReport again = run(exported, "back", null, 0);

        FeatureRow before = feature(first.runId(), "0-res-jb", 1);
        FeatureRow after = feature(again.runId(), "0-res-jb", 1);
        assertThat(after.figures()).isEqualTo(before.figures());
        assertThat(published(again.runId()).tokens()).isEqualTo(800);
        assertThat(after.kept().groups()).hasSameSizeAs(before.kept().groups());
        for (int group = 0; group < before.kept().groups().size(); group++) {
            ExampleGroup expected = before.kept().groups().get(group);
            ExampleGroup actual = after.kept().groups().get(group);
            assertThat(actual.tokens()).isEqualTo(expected.tokens());
            assertThat(actual.examples()).hasSameSizeAs(expected.examples());
            for (int rank = 0; rank < expected.examples().size(); rank++) {
                Example one = expected.examples().get(rank);
                Example other = actual.examples().get(rank);
                assertThat(text(published(again.runId()), other)).isEqualTo(text(published(first.runId()), one));
                assertThat(ActivationFormat.decode(other.activations(), 2))
                        .containsExactly(ActivationFormat.decode(one.activations(), 2));
                assertThat(other.peak()).isEqualTo(one.peak());
                assertThat(other.peakPosition()).isEqualTo(one.peakPosition());
            }
        }
        assertThatThrownBy(() -> new Exporter(database.dataSource())
                        .run(new ExportRequest("there", "0-res-jb", null, ExportFormat.NEURONPEDIA, exported)))
                .hasMessageContaining("is there already");
    }

    @Test
    void linesAndTablesHoldAllFeatures() throws IOException {
        ImportReport report = run(Files.writeString(folder.resolve("batch-0.json"), BATCH), "tables", null, 0);
        Exporter exporter = new Exporter(database.dataSource());
        Path lines = folder.resolve("features.jsonl");
        exporter.run(new ExportRequest("tables", "0-res-jb", report.runId(), ExportFormat.JSONL, lines));
        assertThat(Files.readAllLines(lines))
                .hasSize(2)
                .first()
                .asString()
                .contains("\"index\":1", "\"density\":0.25", "\"mean\":null", " aón".substring(0, 2));
        Path table = folder.resolve("features.parquet");
        exporter.run(new ExportRequest("tables", "0-res-jb", null, ExportFormat.PARQUET, table));
        List<Integer> indexes = new ArrayList<>();
        for (Object row : new com.jerolba.carpet.CarpetReader<>(table.toFile(), java.util.Map.class)) {
            indexes.add((Integer) ((java.util.Map<?, ?>) row).get("index"));
        }
        assertThat(indexes).containsExactly(1, 3);
    }

    @Test
    void whatIsNoDumpIsRefusedWithTheFormatsThereAre() throws IOException {
        Path other = Files.writeString(folder.resolve("other.json"), "{\"a\": 1}");
        assertThatThrownBy(() -> run(other, null, null, 0)).hasMessageContaining("known are the Neuronpedia export");
        assertThatThrownBy(() -> run(folder.resolve("missing"), null, null, 0)).hasMessageContaining("does not exist");
    }
}
