package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.featurescope.core.HookPoint;
import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.core.evidence.FeatureWeights.LogitEffects;
import org.featurescope.core.evidence.FeatureWeights.Neighbour;
import org.featurescope.core.evidence.FeatureWeights.TokenEffect;
import org.featurescope.core.evidence.TokenSample;
import org.featurescope.lm.file.Json;
import org.featurescope.lm.file.SafetensorsFile;
import org.featurescope.lm.sae.SaeFolder;
import org.featurescope.lm.sae.SaeOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What weights say, compared with what torch computed by itself: {@code tools/reference/make_weights.py}. */
class WeightReaderIT {

    /** Absolute; relative where a value exceeds 1. Differences come from the order of sums only. */
    private static final double TOLERANCE = 1e-4;

    private static final int KEPT = 10;
    private static final Path DEMO = Path.of("../../demo/babel-4l");
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final List<String> SAES = List.of("mlp-out-1-jumprelu", "resid-post-2-topk");

    private static JsonNode reference;

    @BeforeAll
    static void start() {
        Engine.configure(Path.of("target/native").toAbsolutePath());
        reference = Json.read(RESOURCES.resolve("weights/weights.json"));
    }

    static Stream<String> models() {
        return Json.read(RESOURCES.resolve("weights/weights.json"))
                .path("models")
                .propertyStream()
                .map(Map.Entry::getKey);
    }

    /** Neurons, the heads of attention, the residual stream; in every family. */
    @ParameterizedTest
    @MethodSource("models")
    void readsTheWeightsOfEveryFamily(String name) {
        try (HookedModel model = ModelFolder.open(RESOURCES.resolve(name)).load("cpu");
                WeightReader reader = model.weightReader()) {
            reference.path("models").path(name).properties().forEach(place -> {
                FeatureVectors vectors = reader.dimensions(HookPoint.parse(place.getKey()));
                assertSame(place.getKey(), reader, vectors, model.shape().vocabularySize(), place.getValue());
            });
        }
    }

    @Test
    void findsTheLogitEffectsAndNeighboursOfTheDemo() {
        try (HookedModel model = ModelFolder.open(DEMO).load("cpu");
                WeightReader reader = model.weightReader()) {
            List<String> names = new ArrayList<>();
            List<FeatureVectors> sources = new ArrayList<>();
            for (int layer = 0; layer < model.shape().layers(); layer++) {
                names.add(layer + "-mlp");
                sources.add(reader.dimensions(HookPoint.mlpPost(layer)));
            }
            for (String name : SAES) {
                names.add(name);
                sources.add(reader.latents(SaeFolder.read(DEMO.resolve("saes").resolve(name), SaeOptions.NONE)
                        .get(0)));
            }
            SimilarFeatures similar = reader.similar(sources, KEPT);

            for (int source = 0; source < names.size(); source++) {
                JsonNode expected = reference.path("demo").path(names.get(source));
                assertThat(expected.size()).isEqualTo(5);
                assertSame(
                        names.get(source),
                        reader,
                        sources.get(source),
                        model.shape().vocabularySize(),
                        expected);
                for (JsonNode one : expected) {
                    int index = one.path("index").asInt();
                    assertNeighbours(similar.own(source), index, names, sources, one.path("own"), true);
                    assertNeighbours(similar.others(source), index, names, sources, one.path("others"), false);
                }
            }
        }
    }

    private static void assertSame(
            String place, WeightReader reader, FeatureVectors vectors, int tokens, JsonNode features) {
        LogitTable logits = reader.logitEffects(vectors, tokens, KEPT).orElseThrow();
        assertThat(features.size()).isGreaterThanOrEqualTo(3);
        for (JsonNode expected : features) {
            int index = expected.path("index").asInt();
            SoftAssertions softly = new SoftAssertions();
            assertClose(softly, place + " input norm", vectors.inputNorms(), index, expected.path("inputNorm"));
            assertClose(softly, place + " output norm", vectors.outputNorms(), index, expected.path("outputNorm"));
            assertClose(softly, place + " cosine", vectors.inputOutputCosines(), index, expected.path("cosine"));
            softly.assertAll();
            LogitEffects effects = logits.effects(index);
            assertEffects(effects.top(), expected.path("top"), expected.path("topEffects"));
            assertEffects(effects.bottom(), expected.path("bottom"), expected.path("bottomEffects"));
            DyadicHistogram all = Objects.requireNonNull(effects.all());
            assertThat(all.total()).isEqualTo(tokens);
            assertThat(above0(all)).isEqualTo(expected.path("above0").asLong());
        }
    }

    private static void assertClose(
            SoftAssertions softly, String what, float @Nullable [] values, int index, JsonNode expected) {
        if (expected.isNull()) {
            softly.assertThat(values).as(what).isNull();
        } else {
            softly.assertThat((double) Objects.requireNonNull(values)[index])
                    .as(what + " of " + index)
                    .isCloseTo(expected.doubleValue(), within(TOLERANCE));
        }
    }

    private static void assertEffects(List<TokenEffect> found, JsonNode tokens, JsonNode effects) {
        assertThat(new TreeSet<>(found.stream().map(TokenEffect::tokenId).toList()))
                .isEqualTo(new TreeSet<>(
                        tokens.valueStream().map(JsonNode::intValue).toList()));
        for (int rank = 0; rank < found.size(); rank++) {
            double expected = effects.get(rank).doubleValue();
            assertThat((double) found.get(rank).effect())
                    .isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
        }
    }

    private static long above0(DyadicHistogram histogram) {
        long[] counts = histogram.counts();
        return IntStream.range(-histogram.firstBin(), counts.length)
                .mapToLong(bin -> counts[bin])
                .sum();
    }

    private static void assertNeighbours(
            NeighbourTable table,
            int index,
            List<String> names,
            List<FeatureVectors> sources,
            JsonNode expected,
            boolean own) {
        List<Neighbour> found = table.neighbours(index, names::get);
        List<Integer> numbers = found.stream()
                .map(one -> one.index() + (own ? 0 : featuresBefore(names.indexOf(one.source()), sources)))
                .toList();
        assertSameNeighbours(found, numbers, expected);
    }

    private static int featuresBefore(int source, List<FeatureVectors> sources) {
        return sources.subList(0, source).stream()
                .mapToInt(FeatureVectors::features)
                .sum();
    }

    private static void assertSameNeighbours(List<Neighbour> found, List<Integer> numbers, JsonNode expected) {
        assertThat(numbers)
                .containsExactlyInAnyOrderElementsOf(expected.path("indices")
                        .valueStream()
                        .map(JsonNode::intValue)
                        .toList());
        for (int rank = 0; rank < found.size(); rank++) {
            assertThat((double) found.get(rank).value())
                    .isCloseTo(expected.path("values").get(rank).doubleValue(), within(TOLERANCE));
        }
    }

    /** Two sources of two layers each, from the activations that the demo's reference records. */
    @Test
    void findsTheCorrelationsThatNumpyFinds() {
        JsonNode expected = reference.path("correlations");
        List<String> texts =
                expected.path("texts").valueStream().map(JsonNode::stringValue).toList();
        List<TokenSample> sources = List.of(recorded(texts, 0, 1), recorded(texts, 2, 3));
        assertThat(sources.get(0).tokens()).isEqualTo(expected.path("tokens").intValue());

        try (HookedModel model = ModelFolder.open(DEMO).load("cpu");
                WeightReader reader = model.weightReader()) {
            List<NeighbourTable> tables = reader.coactive(sources, KEPT);

            for (JsonNode one : expected.path("coactive")) {
                int number = one.path("index").intValue();
                int half = sources.get(0).features();
                List<Neighbour> found =
                        tables.get(number / half).neighbours(number % half, source -> source == 0 ? "0" : "1");
                List<Integer> numbers = found.stream()
                        .map(neighbour -> Integer.parseInt(neighbour.source()) * half + neighbour.index())
                        .toList();
                assertSameNeighbours(found, numbers, one);
            }
        }
    }

    private static TokenSample recorded(List<String> texts, int... layers) {
        SafetensorsFile file = SafetensorsFile.open(DEMO.resolve("reference.safetensors"));
        List<float[]> rows = new ArrayList<>();
        for (String text : texts) {
            List<float[]> parts = IntStream.of(layers)
                    .mapToObj(layer ->
                            file.tensor(text + "." + HookPoint.mlpPost(layer)).floats())
                    .toList();
            int width = 1024;
            for (int position = 1; position < parts.get(0).length / width; position++) {
                float[] row = new float[layers.length * width];
                for (int part = 0; part < layers.length; part++) {
                    System.arraycopy(parts.get(part), position * width, row, part * width, width);
                }
                rows.add(row);
            }
        }
        return new GivenSample(rows.toArray(float[][]::new));
    }

    @Test
    void featuresThatHardlyVaryHaveNoCorrelations() {
        float[][] rows = new float[8][4];
        for (int token = 0; token < rows.length; token++) {
            rows[token] = new float[] {token, 0.1f, token == 3 ? 1 : 0, 10 - token};
        }
        try (HookedModel model = ModelFolder.open(DEMO).load("cpu");
                WeightReader reader = model.weightReader()) {
            NeighbourTable table =
                    reader.coactive(List.of(new GivenSample(rows)), KEPT).get(0);

            assertThat(table.neighbours(0, source -> "")).containsExactly(new Neighbour("", 3, -1));
            assertThat(table.neighbours(1, source -> "")).isEmpty(); // constant
            assertThat(table.neighbours(2, source -> "")).isEmpty(); // once
            assertThat(table.neighbours(3, source -> "")).containsExactly(new Neighbour("", 0, -1));
        }
    }

    /** Activations {@code [token, feature]}. */
    @SuppressWarnings("ArrayRecordComponent")
    private record GivenSample(float[][] rows) implements TokenSample {

        @Override
        public int features() {
            return rows[0].length;
        }

        @Override
        public int tokens() {
            return rows.length;
        }

        @Override
        public void read(int firstFeature, int count, float[] into) {
            for (int i = 0; i < count * rows.length; i++) {
                into[i] = rows[i % rows.length][firstFeature + i / rows.length];
            }
        }

        @Override
        public boolean sameTokens(TokenSample other) {
            return true;
        }
    }
}
