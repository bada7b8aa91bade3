package org.featurescope.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.featurescope.core.HookPoint;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.format.ActivationFormat;
import org.featurescope.db.DatabaseException;
import org.featurescope.db.TestDatabase;
import org.featurescope.db.format.TokenIdFormat;
import org.featurescope.db.store.PublishedFeatures;
import org.featurescope.db.store.PublishedRun;
import org.featurescope.db.store.RunCatalog;
import org.featurescope.lm.Engine;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.TokenBatch;
import org.featurescope.lm.Tokenizer;
import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.file.UnsupportedException;
import org.featurescope.pipeline.corpus.ContextCutter;
import org.featurescope.pipeline.corpus.Corpus;
import org.featurescope.pipeline.corpus.CorpusContext;
import org.featurescope.pipeline.corpus.CorpusException;
import org.featurescope.pipeline.scan.ScanSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Indexes a small trained model into a real PostgreSQL. */
class IndexerIT {

    private static final Path MODEL = Path.of("../../demo/babel-4l");
    private static final Path CORPUS = Path.of("../../demo/corpus/demo-corpus.jsonl");
    private static final long TOKENS = 4_000;
    private static final int CONTEXT_TOKENS = 64;
    private static final int TOP_K = 5;

    private static TestDatabase database;

    @TempDir
    private Path folder;

    @BeforeAll
    static void openDatabase() {
        Engine.configure(Path.of("target/native").toAbsolutePath());
        database = TestDatabase.create();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void storesWhatThePlainestComputationFinds() throws SQLException {
        IndexReport report = index(request("plain", CORPUS, 16));

        for (int feature = 0; feature < 1024; feature += 93) {
            List<Found> expected = topByHand(2, feature);
            List<Found> stored = stored(report.runId(), "2-mlp", feature);
            assertThat(stored).hasSameSizeAs(expected);
            for (int rank = 0; rank < stored.size(); rank++) {
                assertThat(stored.get(rank).peak()).isCloseTo(expected.get(rank).peak(), within(1e-4f));
                assertSame(stored.get(rank), expected);
            }
        }
        assertThat(report.scan().tokens()).isGreaterThanOrEqualTo(TOKENS);
        assertThat(indexer(new SilentProgress()).isIndexed(request("plain", CORPUS, 7)))
                .as("the batch size does not change what a run is")
                .isTrue();
    }

    /** The same context is there with the same tokens, activations within the precision of twelve bits. */
    private static void assertSame(Found stored, List<Found> expected) {
        Found other = expected.stream()
                .filter(found -> found.contextNo() == stored.contextNo())
                .findFirst()
                .orElseThrow();
        assertThat(stored.tokenIds()).isEqualTo(other.tokenIds());
        assertThat(stored.peakPosition()).isEqualTo(other.peakPosition());
        float largest = 0;
        for (float activation : other.activations()) {
            largest = Math.max(largest, Math.abs(activation));
        }
        for (int position = 0; position < stored.activations().length; position++) {
            float wanted = other.activations()[position];
            // Half a step of the context's largest magnitude / 2047, or of a half float; and the batch's own rounding.
            assertThat(stored.activations()[position])
                    .isCloseTo(wanted, within(1e-4f + largest / 4094 + Math.abs(wanted) / 2048));
        }
    }

    private record Found(int contextNo, int peakPosition, float peak, int[] tokenIds, float[] activations) {}

    /** One context at a time, no collectors. */
    private static List<Found> topByHand(int layer, int feature) {
        List<Found> found = new ArrayList<>();
        ModelFolder folder = ModelFolder.open(MODEL);
        try (HookedModel model = folder.load("cpu");
                Tokenizer tokenizer = folder.tokenizer();
                ContextCutter cutter = new ContextCutter(
                        Corpus.of(List.of(CORPUS)).read(),
                        tokenizer,
                        CONTEXT_TOKENS,
                        OptionalInt.of(tokenizer.bosToken().orElseThrow()))) {
            long tokens = 0;
            for (CorpusContext context = cutter.next(); tokens < TOKENS && context != null; context = cutter.next()) {
                tokens += context.tokens().tokenIds().length - 1;
                found.add(runAlone(model, context, layer, feature));
            }
        }
        found.removeIf(example -> example.peak() <= 0);
        found.sort(Comparator.comparing(Found::peak).reversed().thenComparing(Found::contextNo));
        return found.subList(0, Math.min(TOP_K, found.size()));
    }

    private static Found runAlone(HookedModel model, CorpusContext context, int layer, int feature) {
        int[] ids = context.tokens().tokenIds();
        float[] activations = new float[ids.length];
        model.run(new TokenBatch(List.of(context.tokens())), Set.of(HookPoint.mlpPost(layer)), (point, block) -> {
            for (int position = 1; position < ids.length; position++) {
                block.read(0, position, feature, 1, activations, position);
            }
        });
        int peak = 1;
        for (int position = 2; position < ids.length; position++) {
            peak = activations[position] > activations[peak] ? position : peak;
        }
        return new Found(context.contextNo(), peak, activations[peak], ids, activations);
    }

    private static List<Found> stored(long run, String source, int feature) throws SQLException {
        List<Found> found = new ArrayList<>();
        try (PublishedFeatures features = PublishedFeatures.open(database.dataSource(), run, source)) {
            for (Example example :
                    features.feature(feature).orElseThrow().evidence().top()) {
                int contextNo = ContextId.contextNo(example.context());
                int[] ids = tokenIds(run, contextNo);
                float[] activations = ActivationFormat.decode(example.activations(), ids.length);
                found.add(new Found(contextNo, example.peakPosition(), example.peak(), ids, activations));
            }
        }
        return found;
    }

    private static int[] tokenIds(long run, int contextNo) throws SQLException {
        String sql = """
                select token_ids from run_corpus join context using (context_set_id)
                where run_id = ? and ordinal = 0 and context_no = ?""";
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, run);
            select.setInt(2, contextNo);
            ResultSet row = select.executeQuery();
            assertThat(row.next()).isTrue();
            return TokenIdFormat.decode(row.getBytes(1));
        }
    }

    @Test
    void storesTheTextOfContextsExactly() throws IOException, SQLException {
        String text = "Zoë naïvely sang 😀 — 漢字, हिन्दी и русский. ".repeat(12);
        Path corpus = Files.writeString(folder.resolve("text.txt"), text);

        IndexReport report = index(request("texts", corpus, 4));

        String sql = "select text from run r join context c using (context_set_id) where r.id = ? order by context_no";
        StringBuilder stored = new StringBuilder();
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, report.runId());
            ResultSet rows = select.executeQuery();
            while (rows.next()) {
                stored.append(rows.getString(1));
            }
        }
        int cut = 3 * (int) (report.scan().contexts() - 1); // a character cut by an edge is in neither context
        assertThat(stored.length()).isBetween(text.length() - cut, text.length());
        assertThat(stored.toString())
                .startsWith("Zoë naïvely sang 😀 — 漢字, हिन्दी и русский.")
                .doesNotContain("\uFFFD");
    }

    @Test
    void leavesNothingWhenTheCorpusBreaksOff() throws IOException {
        List<PublishedRun> before = new RunCatalog(database.dataSource()).all();
        Path corpus = Files.writeString(folder.resolve("bad.jsonl"), "{\"text\": \"fine\"}\n{broken\n");

        assertThatThrownBy(() -> index(request("broken", corpus, 4)))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("bad.jsonl, line 2");
        assertThat(new RunCatalog(database.dataSource()).all()).isEqualTo(before);
    }

    @Test
    void refusesACorpusThatChangesWhileItIsIndexed() throws IOException {
        Path corpus = Files.writeString(folder.resolve("growing.txt"), "Some text.");
        IndexProgress writingToIt = new IndexProgress() {
            @Override
            public void stage(String name) {}

            @Override
            public void scanned(long tokens, double share) {
                try {
                    Files.writeString(corpus, "Other text, and more of it.");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };

        assertThatThrownBy(() -> indexer(writingToIt).index(request("growing", corpus, 4)))
                .isInstanceOf(CorpusException.class)
                .hasMessageContaining("growing.txt")
                .hasMessageContaining("changed while it was indexed");
    }

    @Test
    void refusesOtherWeightsUnderTheSameName() throws IOException {
        Path corpus = Files.writeString(folder.resolve("a.txt"), "Some text.");
        index(request("same", corpus, 4));
        IndexRequest other = new IndexRequest(
                Path.of("../lm/src/test/resources/tiny-llama"),
                "same",
                List.of(List.of(corpus)),
                SourceSelection.NEURONS,
                32,
                BosPolicy.AUTO,
                settings(4),
                null,
                "cpu");

        assertThatThrownBy(() -> index(other))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("\"same\"")
                .hasMessageContaining("--model-name");
    }

    @Test
    void refusesAnEmptyCorpus() throws IOException {
        Path corpus = Files.writeString(folder.resolve("empty.txt"), "");

        assertThatThrownBy(() -> index(request("empty", corpus, 4)))
                .hasMessageContaining("empty.txt")
                .hasMessageContaining("holds no text");
    }

    @Test
    void refusesAModelFolderWithoutTokenizer() throws IOException {
        Path model = copyOfTinyModel();
        Files.delete(model.resolve("tokenizer.json"));

        assertThatThrownBy(() -> index(model))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("tokenizer.json")
                .hasMessageContaining("not found");
    }

    @Test
    void refusesTruncatedWeights() throws IOException {
        Path model = copyOfTinyModel();
        Path weights = model.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        Files.write(weights, java.util.Arrays.copyOf(bytes, bytes.length - 100));

        assertThatThrownBy(() -> index(model))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("model.safetensors")
                .hasMessageContaining("is cut short")
                .hasMessageContaining("again");
    }

    @Test
    void refusesAnUnknownArchitectureAndListsTheKnownOnes() throws IOException {
        assertThatThrownBy(() -> index(tinyModelWith("\"llama\"", "\"mamba\"")))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("\"mamba\"")
                .hasMessageContaining(
                        "gemma2, gemma3, gemma3_text, gpt2, gpt_neo, gpt_neox, llama, mistral, olmo2, qwen2, qwen3");
    }

    @Test
    void refusesASettingThatItDoesNotImplement() throws IOException {
        assertThatThrownBy(() -> index(tinyModelWith("\"rope_type\": \"default\"", "\"rope_type\": \"yarn\"")))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining("rope_type = \"yarn\"");
    }

    private Path tinyModelWith(String setting, String replacement) throws IOException {
        Path model = copyOfTinyModel();
        Path config = model.resolve("config.json");
        String text = Files.readString(config, StandardCharsets.UTF_8);
        assertThat(text).contains(setting);
        Files.writeString(config, text.replace(setting, replacement));
        return model;
    }

    private Path copyOfTinyModel() throws IOException {
        Path model = Files.createDirectory(folder.resolve("model"));
        for (String name : List.of("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json")) {
            Path source = Path.of("../lm/src/test/resources/tiny-llama").resolve(name);
            Files.copy(source, model.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        return model;
    }

    private void index(Path model) throws IOException {
        Path corpus = Files.writeString(folder.resolve("corpus.txt"), "Some text.");
        IndexRequest request = new IndexRequest(
                model,
                "tiny",
                List.of(List.of(corpus)),
                SourceSelection.NEURONS,
                32,
                BosPolicy.AUTO,
                settings(4),
                null,
                "cpu");
        index(request);
    }

    private IndexReport index(IndexRequest request) {
        return indexer(new SilentProgress()).index(request);
    }

    private Indexer indexer(IndexProgress progress) {
        return new Indexer(folder.resolve("home"), database.dataSource(), progress);
    }

    private static IndexRequest request(String modelName, Path corpus, int batchContexts) {
        return new IndexRequest(
                MODEL,
                modelName,
                List.of(List.of(corpus)),
                SourceSelection.NEURONS,
                CONTEXT_TOKENS,
                BosPolicy.AUTO,
                settings(batchContexts),
                null,
                "cpu");
    }

    private static ScanSettings settings(int batchContexts) {
        return new ScanSettings(batchContexts, evidence(TOP_K), OptionalLong.of(TOKENS));
    }

    private static EvidenceSettings evidence(int topK) {
        return new EvidenceSettings(topK, 11, 5, 10, 2, 0);
    }
}
