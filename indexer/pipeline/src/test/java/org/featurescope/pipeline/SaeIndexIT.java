package org.featurescope.pipeline;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.featurescope.core.HookPoint;
import org.featurescope.core.evidence.EvidenceCollector;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.core.evidence.FeatureEvidence;
import org.featurescope.db.DatabaseException;
import org.featurescope.db.TestDatabase;
import org.featurescope.db.store.PublishedRun;
import org.featurescope.db.store.RunCatalog;
import org.featurescope.db.store.SourceRow;
import org.featurescope.lm.Engine;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.TokenBatch;
import org.featurescope.lm.Tokenizer;
import org.featurescope.lm.file.SafetensorsFile;
import org.featurescope.lm.file.TensorFile;
import org.featurescope.lm.sae.SaeOptions;
import org.featurescope.pipeline.SourceSelection.SaeChoice;
import org.featurescope.pipeline.corpus.ContextCutter;
import org.featurescope.pipeline.corpus.Corpus;
import org.featurescope.pipeline.corpus.CorpusContext;
import org.featurescope.pipeline.scan.FeatureSource;
import org.featurescope.pipeline.scan.Fidelity;
import org.featurescope.pipeline.scan.ScanResult;
import org.featurescope.pipeline.scan.ScanSettings;
import org.featurescope.pipeline.scan.SuspectSaeException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SAEs and hook points of a small trained model, into a real PostgreSQL. */
class SaeIndexIT {

    private static final Path MODEL = Path.of("../../demo/babel-4l");
    private static final Path TOPK = MODEL.resolve("saes/resid-post-2-topk");
    private static final Path JUMPRELU = MODEL.resolve("saes/mlp-out-1-jumprelu");
    private static final Path CORPUS = Path.of("../../demo/corpus/demo-corpus.jsonl");
    private static final long TOKENS = 3_000;
    private static final int CONTEXT_TOKENS = 64;

    private static TestDatabase database;

    @TempDir
    private Path folder;

    private final List<String> remarks = new ArrayList<>();

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
    void indexesNeuronsHookPointsAndSaesInOnePass() {
        SourceSelection selection = new SourceSelection(
                List.of("blocks.1.mlp.hook_post", "hook_embed", "blocks.*.hook_resid_post"),
                List.of(choice(TOPK, ""), choice(JUMPRELU, "early")));

        ScanResult scan = index("together", selection, false).scan();

        PublishedRun run =
                new RunCatalog(database.dataSource()).newest("together").orElseThrow();
        assertThat(run.sources())
                .extracting(SourceRow::name)
                .containsExactly(
                        "embed",
                        "0-resid-post",
                        "1-mlp",
                        "1-resid-post",
                        "early",
                        "2-resid-post",
                        "2-resid-post-topk",
                        "3-resid-post");
        assertThat(run.sources())
                .extracting(SourceRow::kind)
                .containsExactly("hook", "hook", "mlp", "hook", "sae", "hook", "sae", "hook");
        assertThat(scan.encoding()).isPositive();
        assertThat(scan.forward().plus(scan.encoding()).plus(scan.collecting())).isLessThan(scan.elapsed());
        assertThat(isIndexed(request("together", selection, false))).isTrue();
        assertThat(isIndexed(request("together", SourceSelection.of(selection.hooks(), List.of()), false)))
                .as("other sources are another run")
                .isFalse();
    }

    /** With plain loops over the weights: FVU, mean L0, dead latents and a latent's statistics. */
    @Test
    void fidelityAndEvidenceAreThoseOfThePlainestComputation() {
        SourceSelection selection = SourceSelection.of(List.of(), List.of(choice(TOPK, "")));

        ScanResult scan = index("plain", selection, false).scan();

        FeatureSource source = scan.evidence().keySet().iterator().next();
        Fidelity fidelity = requireNonNull(scan.fidelity().get(source));
        EvidenceCollector collected = requireNonNull(scan.evidence().get(source));
        PlainTopK plain = new PlainTopK(SafetensorsFile.open(TOPK.resolve("sae_weights.safetensors")), 32);
        forEachCountedToken(plain::add);
        assertThat(fidelity.fvuTokens()).isEqualTo(plain.tokens).isEqualTo(scan.tokens());
        assertThat(fidelity.fvu().orElseThrow()).isCloseTo(plain.fvu(), within(1e-4 * plain.fvu()));
        assertThat(fidelity.meanL0()).isCloseTo(plain.activations / (double) plain.tokens, within(1e-3));
        assertThat(fidelity.deadFeatures()).isEqualTo(plain.dead());
        for (int latent = 0; latent < plain.active.length; latent += 97) {
            FeatureEvidence evidence = collected.feature(latent);
            assertThat(evidence.statistics().activeTokens()).isEqualTo(plain.active[latent]);
            assertThat(evidence.statistics().maximum()).isCloseTo(plain.maximum[latent], within(1e-3f));
        }
    }

    private static void forEachCountedToken(java.util.function.Consumer<float[]> action) {
        ModelFolder model = ModelFolder.open(MODEL);
        try (HookedModel running = model.load("cpu");
                Tokenizer tokenizer = model.tokenizer();
                ContextCutter cutter = new ContextCutter(
                        Corpus.of(List.of(CORPUS)).read(),
                        tokenizer,
                        CONTEXT_TOKENS,
                        OptionalInt.of(tokenizer.bosToken().orElseThrow()))) {
            long tokens = 0;
            for (CorpusContext context = cutter.next(); tokens < TOKENS && context != null; context = cutter.next()) {
                int length = context.tokens().tokenIds().length;
                tokens += length - 1;
                running.run(
                        new TokenBatch(List.of(context.tokens())),
                        java.util.Set.of(HookPoint.residPost(2)),
                        (point, block) -> {
                            for (int position = 1; position < length; position++) {
                                float[] x = new float[block.features()];
                                block.read(0, position, 0, x.length, x, 0);
                                action.accept(x);
                            }
                        });
            }
        }
    }

    /** A TopK SAE in SAELens' layout, one token at a time. */
    private static final class PlainTopK {

        private final int k;
        private final int dIn;
        private final float[] encoder; // [dIn, features]
        private final float[] encoderBias;
        private final float[] decoder; // [features, dIn]
        private final float[] decoderBias;
        private final List<float[]> inputs = new ArrayList<>();
        private double squaredError;
        private final long[] active;
        private final float[] maximum;
        private long tokens;
        private long activations;

        PlainTopK(TensorFile file, int k) {
            this.k = k;
            encoder = file.tensor("W_enc").floats();
            encoderBias = file.tensor("b_enc").floats();
            decoder = file.tensor("W_dec").floats();
            decoderBias = file.tensor("b_dec").floats();
            dIn = decoderBias.length;
            active = new long[encoderBias.length];
            maximum = new float[encoderBias.length];
        }

        void add(float[] x) {
            double[] pre = new double[active.length];
            for (int i = 0; i < pre.length; i++) {
                pre[i] = encoderBias[i];
                for (int d = 0; d < dIn; d++) {
                    pre[i] += (x[d] - decoderBias[d]) * (double) encoder[d * pre.length + i];
                }
            }
            double bar = Arrays.stream(pre).sorted().toArray()[pre.length - k];
            double[] y = new double[dIn];
            for (int i = 0; i < pre.length; i++) {
                if (pre[i] >= bar && pre[i] > 0) {
                    addLatent(i, pre[i], y);
                }
            }
            for (int d = 0; d < dIn; d++) {
                double error = x[d] - y[d] - decoderBias[d];
                squaredError += error * error;
            }
            inputs.add(x);
            tokens++;
        }

        private void addLatent(int i, double value, double[] y) {
            active[i]++;
            activations++;
            maximum[i] = Math.max(maximum[i], (float) value);
            for (int d = 0; d < dIn; d++) {
                y[d] += value * decoder[i * dIn + d];
            }
        }

        double fvu() {
            double variance = 0;
            for (int d = 0; d < dIn; d++) {
                int dimension = d;
                double mean =
                        inputs.stream().mapToDouble(x -> x[dimension]).average().orElseThrow();
                variance += inputs.stream()
                        .mapToDouble(x -> (x[dimension] - mean) * (x[dimension] - mean))
                        .sum();
            }
            return squaredError / variance;
        }

        int dead() {
            return (int) Arrays.stream(active).filter(tokensOf -> tokensOf == 0).count();
        }
    }

    @Test
    void aSuspectSaeIsRefusedAndNothingIsPublished() {
        SourceSelection selection = SourceSelection.of(
                List.of(), List.of(choice(TOPK, Map.of("hook", "blocks.0.hook_resid_pre", "name", "wrong"))));

        assertThatThrownBy(() -> index("suspect", selection, false))
                .isInstanceOf(SuspectSaeException.class)
                .hasMessageContaining("the SAE wrong looks wrongly read")
                .hasMessageContaining("The fraction of variance unexplained (FVU) of blocks.0.hook_resid_pre is ")
                .hasMessageContaining("it belongs to another hook point than blocks.0.hook_resid_pre")
                .hasMessageContaining("--accept-suspect");
        assertThat(new RunCatalog(database.dataSource()).newest("suspect")).isEmpty();
    }

    @Test
    void aSuspectSaeThatIsAcceptedIsMarked() throws SQLException {
        SourceSelection selection = SourceSelection.of(
                List.of(), List.of(choice(TOPK, Map.of("hook", "blocks.0.hook_resid_pre", "name", "wrong"))));

        IndexReport report = index("accepted", selection, true);

        assertThat(report.scan().fidelity().values()).allMatch(Fidelity::isSuspect);
        String sql =
                "select fvu > 0.6, suspicion like 'The fraction of variance unexplained (FVU) %' from run_source where run_id = "
                        + report.runId();
        try (java.sql.Connection connection = database.dataSource().getConnection();
                java.sql.Statement statement = connection.createStatement();
                java.sql.ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            assertThat(row.getBoolean(1)).isTrue();
            assertThat(row.getBoolean(2)).isTrue();
        }
    }

    @Test
    void whatTheFilesDeclareAndTheRunDoesNotUseIsSaid() throws IOException {
        SourceSelection selection = SourceSelection.of(List.of(), List.of(choice(TOPK, "")));

        index("remarks", selection, false);

        assertThat(remarks)
                .contains(
                        "2-resid-post-topk: Its files say it was trained on babel-4l.",
                        "2-resid-post-topk: It was trained on contexts of 256 tokens; those of this run have up to 64"
                                + " (--context-tokens).");
    }

    @Test
    void twoSourcesOfOneNameAreRefused() {
        SourceSelection selection =
                SourceSelection.of(List.of("blocks.1.mlp.hook_post"), List.of(choice(TOPK, "1-mlp")));

        assertThatThrownBy(() -> index("collision", selection, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two sources are named \"1-mlp\": one at blocks.1.mlp.hook_post, one at"
                        + " blocks.2.hook_resid_post; give an SAE another name with --sae DIR,name=NAME");
    }

    @Test
    void anotherSaeUnderAPublishedNameIsRefusedBeforeTheModelRuns() throws IOException {
        index("names", SourceSelection.of(List.of(), List.of(choice(TOPK, "mine"))), false);
        remarks.clear();

        assertThatThrownBy(() ->
                        index("names", SourceSelection.of(List.of(), List.of(choice(JUMPRELU, "mine"))), false))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("source 'mine' of model 'names' is in the index as sae of 2048 features at"
                        + " blocks.2.hook_resid_post")
                .hasMessageContaining("--sae DIR,name=NAME");
        assertThat(remarks).doesNotContain("scanning");
    }

    @Test
    void aHookPointOfAnotherWidthIsRefused() {
        SourceSelection selection = SourceSelection.of(
                List.of(), List.of(choice(TOPK, Map.of("hook", "blocks.0.mlp.hook_post", "name", "wide"))));

        assertThatThrownBy(() -> index("width", selection, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reads 256 dimensions, but blocks.0.mlp.hook_post of the model has 1024");
    }

    @Test
    void aHookPointThatTheModelLacksIsRefused() {
        SourceSelection selection = SourceSelection.of(
                List.of(), List.of(choice(TOPK, Map.of("hook", "blocks.9.hook_resid_post", "name", "deep"))));

        assertThatThrownBy(() -> index("lacks", selection, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reads blocks.9.hook_resid_post, which the model lacks");
    }

    @Test
    void anSaeWhoseFilesChangeIsAnotherOne() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy"));
        for (String name : List.of("cfg.json", "sae_weights.safetensors")) {
            Files.copy(TOPK.resolve(name), copy.resolve(name));
        }
        SourceSelection selection = SourceSelection.of(List.of(), List.of(choice(copy, "copy")));
        index("changes", selection, false);
        assertThat(isIndexed(request("changes", selection, false))).isTrue();

        Files.writeString(copy.resolve("cfg.json"), Files.readString(copy.resolve("cfg.json")) + " ");

        assertThat(isIndexed(request("changes", selection, false))).isFalse();
    }

    private static SaeChoice choice(Path sae, String name) {
        return choice(sae, name.isEmpty() ? Map.of() : Map.of("name", name));
    }

    private static SaeChoice choice(Path sae, Map<String, String> options) {
        return new SaeChoice(sae, SaeOptions.of(options));
    }

    private IndexReport index(String modelName, SourceSelection selection, boolean acceptSuspect) {
        IndexProgress progress = new IndexProgress() {
            @Override
            public void stage(String name) {}

            @Override
            public void remark(String sentence) {
                remarks.add(sentence);
            }

            @Override
            public void scanned(long tokens, double share) {
                remarks.add("scanning");
            }
        };
        return new Indexer(folder.resolve("home"), database.dataSource(), progress)
                .index(request(modelName, selection, acceptSuspect));
    }

    private boolean isIndexed(IndexRequest request) {
        return new Indexer(folder.resolve("home"), database.dataSource(), new SilentProgress()).isIndexed(request);
    }

    private static IndexRequest request(String modelName, SourceSelection selection, boolean acceptSuspect) {
        return new IndexRequest(
                MODEL,
                modelName,
                List.of(List.of(CORPUS)),
                selection,
                CONTEXT_TOKENS,
                BosPolicy.AUTO,
                new ScanSettings(8, evidence(5), OptionalLong.of(TOKENS), acceptSuspect),
                null,
                "cpu");
    }

    private static EvidenceSettings evidence(int topK) {
        return new EvidenceSettings(topK, 11, 5, 10, 2, 0);
    }
}
