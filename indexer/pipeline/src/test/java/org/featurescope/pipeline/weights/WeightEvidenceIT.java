package org.featurescope.pipeline.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.featurescope.core.HookPoint;
import org.featurescope.core.evidence.EvidenceCollector;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.FeatureWeights.Neighbour;
import org.featurescope.core.evidence.LookupTokens;
import org.featurescope.core.evidence.TokenSample;
import org.featurescope.lm.Engine;
import org.featurescope.lm.HookedModel;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.Tokenizer;
import org.featurescope.lm.sae.SaeFolder;
import org.featurescope.lm.sae.SaeOptions;
import org.featurescope.pipeline.IndexProgress;
import org.featurescope.pipeline.corpus.ContextCutter;
import org.featurescope.pipeline.corpus.Corpus;
import org.featurescope.pipeline.corpus.CorpusContext;
import org.featurescope.pipeline.corpus.FrequentTokens;
import org.featurescope.pipeline.scan.FeatureSource;
import org.featurescope.pipeline.scan.HookSource;
import org.featurescope.pipeline.scan.NormalisedText;
import org.featurescope.pipeline.scan.SaeSource;
import org.featurescope.pipeline.scan.Scan;
import org.featurescope.pipeline.scan.ScanSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A layer of neurons, dimensions of the stream, and an SAE of the demo, over a part of its corpus. */
class WeightEvidenceIT {

    private static final Path DEMO = Path.of("../../demo/babel-4l");
    private static final Corpus CORPUS = Corpus.of(List.of(DEMO.resolve("../corpus/demo-corpus.jsonl")));
    private static final FeatureSource NEURONS = HookSource.of(HookPoint.mlpPost(1), 1024);
    private static final FeatureSource STREAM = HookSource.of(HookPoint.residPost(1), 256);
    private static final FeatureSource LATENTS = new SaeSource(
            "1-sae",
            SaeFolder.read(DEMO.resolve("saes/mlp-out-1-jumprelu"), SaeOptions.NONE)
                    .get(0),
            "");

    private static HookedModel model;
    private static Tokenizer tokenizer;
    private static Map<FeatureSource, EvidenceCollector> evidence;
    private static WeightEvidence weights;

    @BeforeAll
    static void read() {
        Engine.configure(Path.of("target/native").toAbsolutePath());
        ModelFolder folder = ModelFolder.open(DEMO);
        model = folder.load("cpu");
        tokenizer = folder.tokenizer();
        ScanSettings settings =
                new ScanSettings(16, new EvidenceSettings(1, 1, 0, 0, 0, 0), OptionalLong.of(2000), true);
        try (ContextCutter contexts = cut()) {
            evidence = Scan.run(
                            model,
                            List.of(NEURONS, STREAM, LATENTS),
                            contexts,
                            NormalisedText.of(tokenizer),
                            settings,
                            (tokens, share) -> {})
                    .evidence();
        }
        weights = WeightEvidence.read(model, tokenizer, evidence, ComparisonLimit.DEFAULT, new Remarks());
    }

    @AfterAll
    static void close() {
        tokenizer.close();
        model.close();
    }

    private static ContextCutter cut() {
        return new ContextCutter(CORPUS.read(), tokenizer, 128, tokenizer.bosToken());
    }

    private static final class Remarks implements IndexProgress {
        private final List<String> remarks = new ArrayList<>();

        @Override
        public void stage(String name) {}

        @Override
        public void scanned(long tokens, double share) {}

        @Override
        public void remark(String sentence) {
            remarks.add(sentence);
        }
    }

    @Test
    void neighboursOfANeuronAreInItsOwnSourceAndAmongTheLatents() {
        FeatureWeights neuron = weights.feature(NEURONS, 5);

        assertThat(neuron.index()).isEqualTo(5);
        assertThat(neuron.similar())
                .extracting(Neighbour::source)
                .startsWith("1-mlp")
                .endsWith("1-sae")
                .hasSize(20);
        assertThat(neuron.similar())
                .filteredOn(one -> one.source().equals("1-mlp"))
                .hasSize(10)
                .extracting(Neighbour::index)
                .doesNotContain(5);
        assertThat(Objects.requireNonNull(neuron.logits()).top()).hasSize(10);
        assertThat(Objects.requireNonNull(neuron.logits().all()).total())
                .isEqualTo(model.shape().vocabularySize());
    }

    @Test
    void dimensionsOfTheStreamHaveLogitEffectsAndCorrelationsButNoVectorsToCompare() {
        FeatureWeights dimension = weights.feature(STREAM, 7);

        assertThat(dimension.inputNorm()).isNull();
        assertThat(dimension.outputNorm()).isNull();
        assertThat(dimension.logits()).isNotNull();
        assertThat(dimension.similar()).isEmpty();
        assertThat(dimension.coactive()).hasSize(10);
    }

    @Test
    void correlationsAreThoseOverTheTokenSample() {
        for (FeatureSource source : evidence.keySet()) {
            for (Neighbour neighbour : weights.feature(source, 12).coactive()) {
                double[] one = activations(source.name(), 12);
                double[] other = activations(neighbour.source(), neighbour.index());
                assertThat((double) neighbour.value()).isCloseTo(correlation(one, other), within(1e-4));
            }
        }
    }

    private static double[] activations(String source, int feature) {
        TokenSample sample = evidence.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(source))
                .findFirst()
                .orElseThrow()
                .getValue()
                .tokenSample();
        float[] values = new float[sample.tokens()];
        sample.read(feature, 1, values);
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i];
        }
        return result;
    }

    private static double correlation(double[] x, double[] y) {
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        return xy / Math.sqrt(xx * yy);
    }

    @Test
    void saysWhatTheLimitLeavesOut() {
        Remarks remarks = new Remarks();
        WeightEvidence limited = WeightEvidence.read(model, tokenizer, evidence, new ComparisonLimit(0.005), remarks);

        assertThat(limited.feature(NEURONS, 0).similar()).hasSize(20); // 3,328² · 256 is 0.0028·10¹²
        assertThat(limited.feature(NEURONS, 0).coactive()).isEmpty();
        assertThat(remarks.remarks)
                .singleElement()
                .asString()
                .startsWith("Coactive features are left out: 3,328 features of ")
                .endsWith("more than --compare-limit 0.005.");
        assertThatThrownBy(() -> new ComparisonLimit(-1)).hasMessage("--compare-limit must be >= 0, got -1.0");
    }

    @Test
    void theTokensOfTheLookupAreTheMostFrequent() {
        Map<Integer, Integer> counts = new HashMap<>();
        int seen = 0;
        try (ContextCutter contexts = cut()) {
            for (CorpusContext next = contexts.next(); next != null && seen < 200_000; next = contexts.next()) {
                int[] ids = next.tokens().tokenIds();
                for (int position = 1; position < ids.length; position++) {
                    counts.merge(ids[position], 1, Integer::sum);
                    seen++;
                }
            }
        }
        LookupTokens tokens = FrequentTokens.of(List.of(WeightEvidenceIT::cut), 50);

        int least = Arrays.stream(tokens.tokenIds())
                .map(id -> counts.getOrDefault(id, 0))
                .min()
                .orElseThrow();
        assertThat(tokens.size()).isEqualTo(50);
        assertThat(counts.entrySet())
                .filteredOn(entry -> entry.getValue() > least)
                .extracting(Map.Entry::getKey)
                .allSatisfy(id -> assertThat(tokens.row(id)).isLessThan(tokens.size()));
    }
}
