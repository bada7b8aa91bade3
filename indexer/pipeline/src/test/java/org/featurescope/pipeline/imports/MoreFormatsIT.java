package org.featurescope.pipeline.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.annotation.Alias;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attribution graphs, Delphi, Gemma Scope 2, GLUScope: small files of their shapes, written here. */
class MoreFormatsIT {

    private static TestDatabase database;

    @TempDir
    Path folder;

    private Path tokenizer;

    @BeforeAll
    static void open() {
        database = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void writeTokenizer() throws IOException {
        tokenizer = Files.writeString(folder.resolve("tokenizer.json"), """
                {"model": {"type": "BPE", "vocab": {"Ġa": 1, "Ġb": 2, "Ġc": 3, "Ġd": 4}},
                 "added_tokens": [{"id": 0, "content": "<pad>"}, {"id": 5, "content": "<bos>"}]}""");
    }

    private ImportReport run(Path path, @Nullable String model, int topK, int maxErrors) {
        return new Importer(folder.resolve("home"), database.dataSource(), sentence -> {})
                .run(new ImportRequest(path, model, null, null, tokenizer, null, topK, maxErrors, false));
    }

    private static FeatureRow feature(long run, String source, int index) {
        try (PublishedFeatures features = PublishedFeatures.open(database.dataSource(), run, source)) {
            return features.feature(index).orElseThrow();
        }
    }

    private static PublishedRun published(long run) {
        return new RunCatalog(database.dataSource()).byId(run);
    }

    private static PublishedTexts.Text text(long run, Example example) {
        try (PublishedTexts texts = PublishedTexts.open(database.dataSource(), published(run))) {
            return Objects.requireNonNull(
                    texts.contexts(List.of(example.context())).get(example.context()));
        }
    }

    private static float[] activations(long run, Example example) {
        return ActivationFormat.decode(example.activations(), text(run, example).tokenIds().length);
    }

    private static final String GRAPH_FEATURE = """
            {"transcoder_id": "t", "index": %d, "examples_quantiles": [
              {"quantile_name": "Top Activations", "examples": [
                {"tokens_acts_list": [0.0, 1.5], "train_token_ind": 0, "is_repeated_datapoint": false, "tokens": [" x", "\\\\xe2\\\\x80"]},
                {"tokens_acts_list": [2.5, 0.0], "train_token_ind": 0, "is_repeated_datapoint": false, "tokens": [" y", " z"]}]},
              {"quantile_name": "Subsample Interval 0", "examples": [
                {"tokens_acts_list": [0.25, 0.5], "train_token_ind": 0, "is_repeated_datapoint": false, "tokens": [" u", " v"]},
                {"tokens_acts_list": [0.75, 0.0], "train_token_ind": 0, "is_repeated_datapoint": false, "tokens": [" w", " v"]}]}],
             "top_logits": ["up"], "bottom_logits": [[" down", -0.5]], "act_min": 0.0, "act_max": 2.5, "quantile_values": [],
             "histogram": [], "activation_frequency": 0.125}
            """;

    @Test
    void featuresOfAttributionGraphsAreFoundByTheNumbersOfTheirFiles() throws IOException {
        Path scan = Files.createDirectories(folder.resolve("features/some-model"));
        Files.writeString(scan.resolve("93.json"), GRAPH_FEATURE.formatted(2)); // (11 + 2)(11 + 2 + 1)/2 + 2
        Files.writeString(scan.resolve("1100007.json"), GRAPH_FEATURE.formatted(7)); // layer 11, five digits
        Files.writeString(scan.resolve("5.json"), "{\"layer\": 1, \"feature\": 9, \"examples_quantiles\": []}");
        Files.writeString(scan.resolve("94.json"), GRAPH_FEATURE.formatted(77));

        assertThatThrownBy(() -> run(scan, null, 20, 0)).hasMessageContaining("--model-name");
        assertThatThrownBy(() -> run(scan, "graphs", 20, 0))
                .hasMessageContaining("94.json: field \"index\" must be 3 or 94, as the file's name says, found 77");
        ImportReport report = run(scan, "graphs", 20, 1);

        assertThat(report.format()).isEqualTo("attribution graph features");
        assertThat(report.sources()).containsExactlyInAnyOrder("11-transcoder", "1-transcoder");
        FeatureRow two = feature(report.runId(), "11-transcoder", 2);
        assertThat(feature(report.runId(), "11-transcoder", 7).kept().top())
                .extracting(Example::peak)
                .containsExactly(2.5f, 1.5f);
        assertThat(two.figures().density()).isEqualTo(0.125);
        assertThat(two.figures().maximum()).isEqualTo(2.5f);
        assertThat(two.figures().minimum()).isNull();
        assertThat(two.kept().top()).extracting(Example::peak).containsExactly(2.5f, 1.5f);
        assertThat(two.kept().top()).extracting(Example::peakPosition).containsExactly(0, 1);
        ExampleGroup interval = two.kept().groups().get(1);
        assertThat(interval.kind()).isEqualTo(GroupKind.INTERVAL);
        assertThat(interval.low()).isEqualTo(0.25f);
        assertThat(interval.high()).isEqualTo(0.75f);
        assertThat(interval.examples())
                .as("what the example is about")
                .extracting(Example::peakPosition)
                .containsExactly(0, 0);
        var logits =
                Objects.requireNonNull(Objects.requireNonNull(two.weights()).logits());
        assertThat(logits.top()).as("without numbers").isEmpty();
        assertThat(logits.bottom())
                .singleElement()
                .satisfies(down -> assertThat(down.effect()).isEqualTo(-0.5f));
        try (PublishedTexts texts = PublishedTexts.open(database.dataSource(), published(report.runId()))) {
            assertThat(texts.tokens().values())
                    .anySatisfy(token -> assertThat(token.bytes()).containsExactly(0xe2, 0x80));
        }
        assertThat(feature(report.runId(), "1-transcoder", 9).figures().maximum())
                .isNull();
    }

    /** Three contexts of four tokens; latents 8 and 9 of a split that begins at 8. */
    private TensorFixture split() {
        return new TensorFixture()
                .shorts("locations", new int[] {6, 3}, 0, 1, 0, 0, 1, 1, 0, 3, 0, 1, 0, 0, 2, 2, 0, 2, 3, 0)
                .halves("activations", new int[] {6}, 0.5, 3, 1, 2, -4, 0.25)
                .longs("tokens", new int[] {3, 4}, 1, 2, 3, 4, 2, 2, 2, 2, 4, 3, 2, 1);
    }

    private Path delphi(TensorFixture split) throws IOException {
        Path module = folder.resolve("latents/layers.3.mlp");
        split.write(module.resolve("8_9.safetensors"));
        Files.writeString(module.resolve("config.json"), """
                {"dataset_repo": "EleutherAI/some-texts", "cache_ctx_len": 4, "n_splits": 2, "model_name": "EleutherAI/pythia-70m"}""");
        return folder.resolve("latents");
    }

    @Test
    void aDelphiCacheIsAllActivationsOfSomeLatents() throws IOException {
        ImportReport report = run(delphi(split()), null, 2, 0);

        PublishedRun run = published(report.runId());
        assertThat(run.origin()).isEqualTo("Delphi cache");
        assertThat(run.model()).isEqualTo("pythia-70m");
        assertThat(run.corpusNames()).isEqualTo("EleutherAI/some-texts");
        assertThat(run.tokens()).isEqualTo(12);
        assertThat(run.contexts()).isEqualTo(3);
        assertThat(report.sources()).containsExactly("3-layers.3.mlp");
        FeatureRow eight = feature(run.id(), "3-layers.3.mlp", 8);
        assertThat(eight.figures().density()).isEqualTo(4 / 12.0);
        assertThat(eight.figures().maximum()).isEqualTo(2);
        assertThat(eight.kept().top())
                .as("two of the three contexts")
                .extracting(Example::peak)
                .containsExactly(2f, 1f);
        Example second = eight.kept().top().get(1);
        assertThat(second.peakPosition()).isEqualTo(3);
        assertThat(activations(run.id(), second)).containsExactly(0, 0.5f, 0, 1);
        assertThat(text(run.id(), second).document()).isEqualTo("context 0");
        assertThat(feature(run.id(), "3-layers.3.mlp", 9).figures().density()).isEqualTo(1 / 12.0);
        try (PublishedFeatures features = PublishedFeatures.open(database.dataSource(), run.id(), "3-layers.3.mlp")) {
            assertThat(features.feature(0)).isEmpty();
        }
    }

    @Test
    void whatIsWrongWithADelphiCacheIsNamed() throws IOException {
        Path cache = delphi(new TensorFixture()
                .shorts("locations", new int[] {2, 3}, 0, 1, 0, 3, 1, 1)
                .halves("activations", new int[] {2}, 1, Double.POSITIVE_INFINITY)
                .longs("tokens", new int[] {1, 4}, 1, 2, 3, 4));
        assertThatThrownBy(() -> run(cache, "wrong", 20, 0))
                .hasMessageContaining(
                        "8_9.safetensors, row 1: tensor \"activations\" must hold finite numbers, found Infinity")
                .hasMessageContaining("--max-errors");
        assertThat(run(cache, "wrong", 20, 1).errorCount()).isEqualTo(1);

        delphi(new TensorFixture()
                .shorts("locations", new int[] {1, 3}, 0, 9, 0)
                .halves("activations", new int[] {1}, 1)
                .longs("tokens", new int[] {1, 4}, 1, 2, 3, 4));
        assertThatThrownBy(() -> run(cache, "wrong", 20, 0))
                .hasMessageContaining("must hold [context, position, latent] below [1, 4, 2], found [0, 9, 0]");
        delphi(new TensorFixture()
                .shorts("locations", new int[] {1, 3}, 0, 1, 0)
                .halves("activations", new int[] {1}, 1));
        assertThatThrownBy(() -> run(cache, "wrong", 20, 0))
                .hasMessageContaining("has no tensor \"tokens\"")
                .hasMessageContaining("save_tokens");
        delphi(split());
        Files.delete(folder.resolve("latents/layers.3.mlp/config.json"));
        assertThatThrownBy(() -> run(cache, "wrong", 20, 0)).hasMessageContaining("config.json: cannot be read");
    }

    @Test
    void tokenIdsNeedATokenizer() throws IOException {
        Path cache = delphi(split());
        assertThatThrownBy(() -> new Importer(folder.resolve("home"), database.dataSource(), sentence -> {})
                        .run(new ImportRequest(cache, null, null, null, null, null, 20, 0, false)))
                .hasMessageContaining("files of Delphi hold token ids alone")
                .hasMessageContaining("--tokenizer");
    }

    private Path gemmaScope(double frequency) throws IOException {
        Path sae = folder.resolve("gs/resid_post/layer_17_width_16k_l0_small");
        new TensorFixture()
                .longs("seq_ids", new int[] {2, 4}, 1, 0, 1, -1, 0, 0, 0, 0)
                .longs("positions", new int[] {2, 4}, 1, 2, 0, 0, 0, 0, 0, 0)
                .floats("activations", new int[] {2, 4}, 3.25, 1.5, 2.5, 0, 0, 0, 0, 0)
                .floats("feature_frequencies", new int[] {2}, frequency, 0)
                .longs("tokens", new int[] {2, 4}, 5, 1, 2, 0, 3, 4, 0, 0)
                .longs("top_tokens", new int[] {2, 1}, 3, 4)
                .floats("top_logits", new int[] {2, 1}, 1.5, 0.5)
                .longs("bottom_tokens", new int[] {2, 1}, 1, 2)
                .floats("bottom_logits", new int[] {2, 1}, -1.5, -0.5)
                .write(sae.resolve("examples.safetensors"));
        Files.writeString(sae.resolve("config.json"), "{\"model_name\": \"google/gemma-3-270m\"}");
        return sae;
    }

    @Test
    void gemmaScope2KnowsTheStrongestTokensAndNoOthers() throws IOException {
        ImportReport report = run(gemmaScope(0.25), null, 20, 0);

        PublishedRun run = published(report.runId());
        assertThat(run.model()).isEqualTo("gemma-3-270m");
        assertThat(run.tokens()).as("not said").isNull();
        assertThat(report.sources()).containsExactly("17-resid_post-16k-l0-small");
        FeatureRow first = feature(run.id(), "17-resid_post-16k-l0-small", 0);
        assertThat(first.figures().density()).isEqualTo(0.25);
        assertThat(first.figures().maximum()).isEqualTo(3.25f);
        assertThat(first.kept().top()).extracting(Example::peak).containsExactly(3.25f, 1.5f);
        Example strongest = first.kept().top().get(0);
        assertThat(text(run.id(), strongest).tokenIds()).as("without padding").hasSize(2);
        assertThat(activations(run.id(), strongest)).containsExactly(2.5f, 3.25f);
        assertThat(activations(run.id(), first.kept().top().get(1)))
                .as("not known is not 0")
                .containsExactly(Float.NaN, Float.NaN, 1.5f);
        var logits =
                Objects.requireNonNull(Objects.requireNonNull(first.weights()).logits());
        assertThat(logits.top().get(0).effect()).isEqualTo(1.5f);
        assertThat(logits.bottom().get(0).effect()).isEqualTo(-1.5f);
        FeatureRow dead = feature(run.id(), "17-resid_post-16k-l0-small", 1);
        assertThat(dead.figures().density()).isZero();
        assertThat(dead.kept().groups()).isEmpty();

        assertThatThrownBy(() -> run(gemmaScope(1.5), "gs", 20, 0))
                .hasMessageContaining(
                        "examples.safetensors, feature 0: tensor \"feature_frequencies\" must hold shares");
    }

    /** The columns that are read, and one that is not. */
    private record Neuron(
            long layer,
            long neuron,
            @Alias("gate+_in+_freq") float bothFreq,
            @Alias("gate+_in+_hook_post_max_values") List<Float> bothMax,
            @Alias("gate+_in+_hook_post_max_indices") List<Integer> bothTexts,
            @Alias("gate+_in+_hook_post_mean") @Nullable Float bothMean,
            @Alias("gate-_in-_freq") float noneFreq,
            @Alias("gate-_in-_hook_post_max_values") List<Float> noneMax,
            @Alias("gate-_in-_hook_post_mean") @Nullable Float noneMean,
            @Alias("gate+_in-_freq") float gateFreq,
            @Alias("gate+_in-_hook_post_max_values") List<Float> gateMax,
            @Alias("gate+_in-_hook_post_mean") @Nullable Float gateMean,
            @Alias("gate-_in+_freq") float inFreq,
            @Alias("gate-_in+_hook_post_max_values") List<Float> inMax,
            @Alias("gate-_in+_hook_post_mean") @Nullable Float inMean) {

        static Neuron of(long layer, long index, float both) {
            return new Neuron(
                    layer,
                    index,
                    both,
                    List.of(4f, 2f),
                    List.of(7, 8),
                    2f,
                    0.125f,
                    List.of(0.5f),
                    0.25f,
                    0.25f,
                    List.of(-6f),
                    -1f,
                    0,
                    List.of(0f),
                    null);
        }
    }

    @Test
    void aGluScopeTableGivesNumbersAndNoExamples() throws IOException {
        Path table = Files.createDirectories(folder.resolve("glu")).resolve("train-00000-of-00001.parquet");
        try (CarpetWriter<Neuron> out = new CarpetWriter<>(new FileOutputStream(table.toFile()), Neuron.class)) {
            out.write(List.of(Neuron.of(2, 0, 0.5f), Neuron.of(2, 1, 1.5f), Neuron.of(3, 4, 0.5f)));
        }

        assertThatThrownBy(() -> run(table, "glu", 20, 0))
                .hasMessageContaining("row 1: column \"gate+_in+_freq\" must hold a share from 0 to 1, found 1.5");
        ImportReport report = run(table, "glu", 20, 1);

        assertThat(report.sources()).containsExactly("2-mlp", "3-mlp");
        FeatureRow neuron = feature(report.runId(), "3-mlp", 4);
        assertThat(neuron.figures().density()).isEqualTo(0.625);
        assertThat(neuron.figures().maximum()).isEqualTo(4);
        assertThat(neuron.figures().minimum()).isEqualTo(-6);
        assertThat(neuron.figures().mean()).isEqualTo(0.5 * 2 + 0.125 * 0.25 - 0.25);
        assertThat(neuron.figures().standardDeviation()).isNull();
        assertThat(neuron.kept().groups()).isEmpty();
    }
}
