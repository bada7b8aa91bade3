package org.featurescope.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.featurescope.core.evidence.RandomActivations.Context;
import org.featurescope.core.format.ActivationFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceCollectorTest {

    private static final int FEATURES = 300; // more than one range
    private static final int TOP_K = 5;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void doesNotDependOnOrderOrBlockSize(long seed) {
        Random random = new Random(seed);
        RandomActivations corpus = new RandomActivations(random, 120, FEATURES);

        assertSame(collect(corpus.blocks(random)), collect(corpus.blocks(random)));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14, 15})
    void mergesShardsInAnyOrderAndGroupingToTheSameEvidence(long seed) {
        Random random = new Random(seed);
        RandomActivations corpus = new RandomActivations(random, 120, FEATURES);
        EvidenceCollector whole = collect(corpus.blocks(random));
        List<EvidenceCollector> shards = new ArrayList<>();
        for (List<Context> shard : shards(corpus.contexts(), random)) {
            shards.add(collect(corpus.blocks(random, shard)));
        }

        while (shards.size() > 1) {
            Collections.shuffle(shards, random);
            EvidenceCollector merged = shards.remove(0);
            merged.merge(shards.remove(0));
            shards.add(merged);
        }

        assertSame(shards.get(0), whole);
    }

    /** Some of them empty. */
    private static List<List<Context>> shards(List<Context> contexts, Random random) {
        List<List<Context>> shards = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            shards.add(new ArrayList<>());
        }
        contexts.forEach(context -> shards.get(random.nextInt(6)).add(context));
        return shards;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {16, 17, 18})
    void goesOnWhereItWasWritten(long seed) throws IOException {
        Random random = new Random(seed);
        List<ActivationBlock> blocks = new RandomActivations(random, 60, FEATURES).blocks(random);
        EvidenceCollector whole = collect(blocks);
        EvidenceCollector resumed = collector(FEATURES, TOP_K);
        for (ActivationBlock block : blocks) {
            resumed = reread(resumed);
            resumed.accept(block);
        }

        assertSame(reread(resumed), whole);
        assertThat(bytes(resumed)).isEqualTo(bytes(whole));
    }

    private static EvidenceCollector reread(EvidenceCollector collector) throws IOException {
        return read(bytes(collector));
    }

    private static byte[] bytes(EvidenceCollector collector) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        collector.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static EvidenceCollector read(byte[] bytes) throws IOException {
        return EvidenceCollector.read(
                new DataInputStream(new ByteArrayInputStream(bytes)), (context, position) -> context.id());
    }

    @Test
    void refusesDamagedState() throws IOException {
        Random random = new Random(19);
        byte[] bytes = bytes(collect(new RandomActivations(random, 20, 20).blocks(random)));
        for (int i = 0; i < 200; i++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> read(damaged)).isInstanceOf(IOException.class);
            byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
        }
        bytes[7]++;
        assertThatThrownBy(() -> read(bytes)).hasMessageContaining("version 2").hasMessageContaining("index again");
    }

    @Test
    void countsTheLabelsOfContextsWithACountedToken() {
        Random random = new Random(20);
        RandomActivations corpus = new RandomActivations(random, 60, 4);
        EvidenceCollector collector = collect(corpus.blocks(random));

        List<LabelCount> expected = Stream.of("en", "fr", "law", null)
                .map(name -> expectedCount(corpus, new Label(7, name)))
                .toList();
        assertThat(collector.labels()).isEqualTo(expected);
        assertThat(collector.contexts())
                .isEqualTo(expected.stream().mapToLong(LabelCount::contexts).sum());
    }

    private static LabelCount expectedCount(RandomActivations corpus, Label label) {
        List<Integer> counted = corpus.contexts().stream()
                .filter(context -> context.label().equals(label))
                .map(EvidenceCollectorTest::countedTokens)
                .filter(tokens -> tokens > 0)
                .toList();
        return new LabelCount(
                label,
                counted.size(),
                counted.stream().mapToLong(tokens -> tokens).sum());
    }

    private static int countedTokens(Context context) {
        return (int) IntStream.range(0, context.counted().length)
                .filter(position -> context.counted()[position])
                .count();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22, 23})
    void agreesWithAPlainComputation(long seed) {
        Random random = new Random(seed);
        RandomActivations corpus = new RandomActivations(random, 80, 140);
        EvidenceCollector collector = collect(corpus.blocks(random));

        for (int feature = 0; feature < corpus.features(); feature++) {
            FeatureEvidence evidence = collector.feature(feature);
            List<Float> counted = countedValues(corpus, feature);

            assertThat(collector.tokens()).isEqualTo(counted.size());
            assertThat(evidence.statistics().activeTokens())
                    .isEqualTo(counted.stream().filter(v -> v > 0).count());
            assertThat(evidence.statistics().maximum()).isEqualTo(Collections.max(counted));
            assertThat(evidence.statistics().minimum()).isEqualTo(Collections.min(counted));
            assertThat(evidence.statistics().activeContexts()).isEqualTo(activeContexts(corpus, feature));
            double mean = mean(counted, 0, 1);
            double deviation = Math.sqrt(mean(counted, mean, 2));
            assertThat(evidence.statistics().mean()).isCloseTo(mean, within(1e-6 * deviation));
            assertMoments(evidence.statistics(), moments(counted, mean, deviation), 1e-5); // powers are summed in fp32
            assertMaxima(evidence.labels(), collector.labels(), corpus, feature);
            assertHistogram(evidence.histogram(), counted);
            assertTop(evidence.top(), corpus, feature);
        }
    }

    private static double mean(List<Float> values, double origin, int power) {
        return values.stream()
                .mapToDouble(value -> Math.pow(value - origin, power))
                .average()
                .orElseThrow();
    }

    /** Of a feature whose other figures are not compared. */
    private static FeatureStatistics moments(List<Float> counted, double mean, double deviation) {
        return new FeatureStatistics(
                0,
                0,
                0,
                0,
                mean,
                deviation,
                deviation == 0 ? null : mean(counted, mean, 3) / Math.pow(deviation, 3),
                deviation == 0 ? null : mean(counted, mean, 4) / Math.pow(deviation, 4));
    }

    private static long activeContexts(RandomActivations corpus, int feature) {
        return corpus.contexts().stream()
                .filter(context ->
                        countedTokens(context) > 0 && example(context, feature).peak() > 0)
                .count();
    }

    /** The bins of every label hold what their bounds say. */
    private static void assertMaxima(
            List<LabelEvidence> evidence, List<LabelCount> labels, RandomActivations corpus, int feature) {
        for (int number = 0; number < labels.size(); number++) {
            MaximaBins bins = evidence.get(number).maxima();
            Label label = labels.get(number).label();
            long[] expected = new long[MaximaBins.BINS + 1]; // the last: what is not above 0 or too small
            corpus.contexts().stream()
                    .filter(context -> context.label().equals(label) && countedTokens(context) > 0)
                    .forEach(context ->
                            expected[binByBounds(bins, example(context, feature).peak())]++);
            assertThat(bins.counts()).isEqualTo(Arrays.copyOf(expected, MaximaBins.BINS));
            assertThat(bins.notAbove0() + bins.below()).isEqualTo(expected[MaximaBins.BINS]);
            assertThat(bins.contexts()).isEqualTo(labels.get(number).contexts());
        }
    }

    private static int binByBounds(MaximaBins bins, float value) {
        return IntStream.range(0, MaximaBins.BINS)
                .filter(bin -> value >= bins.lowerBound(bin)
                        && value < (bin + 1 < MaximaBins.BINS ? bins.lowerBound(bin + 1) : Double.POSITIVE_INFINITY))
                .findFirst()
                .orElse(MaximaBins.BINS);
    }

    private static void assertHistogram(DyadicHistogram histogram, List<Float> counted) {
        double width = Math.scalb(1.0, histogram.exponent());
        long[] expected = new long[histogram.counts().length];
        counted.forEach(value -> expected[(int) Math.floor(value / width) - histogram.firstBin()]++);
        assertThat(histogram.counts()).isEqualTo(expected);
        assertThat(histogram.counts().length).isLessThanOrEqualTo(DyadicHistogram.MAX_BINS);
        if (Collections.max(counted) > Collections.min(counted)) {
            assertThat(histogram.counts().length)
                    .as("bins are as narrow as they can be")
                    .isGreaterThanOrEqualTo(DyadicHistogram.MAX_BINS / 2);
        }
    }

    private static void assertTop(List<Example> top, RandomActivations corpus, int feature) {
        List<Example> expected = new ArrayList<>();
        for (Context context : corpus.contexts()) {
            Example example = example(context, feature);
            if (example.peak() > 0) {
                expected.add(example);
            }
        }
        expected.sort(Example.TOP_FIRST);
        assertThat(top).usingRecursiveComparison().isEqualTo(expected.subList(0, Math.min(TOP_K, expected.size())));
    }

    private static Example example(Context context, int feature) {
        float[] activations = new float[context.counted().length];
        int peakPosition = 0;
        float peak = Float.NEGATIVE_INFINITY;
        for (int position = 0; position < activations.length; position++) {
            if (context.counted()[position]) {
                activations[position] = context.activations()[position][feature];
                if (activations[position] > peak) {
                    peak = activations[position];
                    peakPosition = position;
                }
            }
        }
        return new Example(context.id(), peakPosition, peak, ActivationFormat.encode(activations));
    }

    @Test
    void leavesNonFiniteActivationsOutAndSaysWhereTheFirstWas() {
        RandomActivations corpus = new RandomActivations(new Random(31), 30, 8);
        Context broken = corpus.contexts().stream()
                .filter(context -> context.contextNo() > 3 && context.counted().length > 5 && context.counted()[4])
                .findFirst()
                .orElseThrow();
        broken.activations()[4][6] = Float.NaN;
        broken.activations()[4][7] = Float.POSITIVE_INFINITY;

        EvidenceCollector collector = collect(corpus.blocks(new Random(32)));

        assertThat(collector.nonFinite().count()).isEqualTo(2);
        assertThat(collector.nonFinite().first()).contains(new NonFinite.Place(broken.id(), 4, 6));
        for (int feature = 6; feature < 8; feature++) {
            FeatureEvidence evidence = collector.feature(feature);
            assertThat(evidence.statistics().maximum()).isFinite();
            assertThat(evidence.statistics().mean()).isFinite();
            assertThat(evidence.histogram().total()).isEqualTo(collector.tokens());
            evidence.top().forEach(example -> {
                assertThat(example.peak()).isFinite();
            });
        }
    }

    @Test
    void refusesToMergeOtherSettings() {
        assertThatThrownBy(() -> collector(8, 5).merge(collector(8, 6)))
                .hasMessageContaining("topK=6")
                .hasMessageContaining("topK=5");
    }

    @Test
    void refusesATopKBelowOne() {
        assertThatThrownBy(() -> collector(8, 0)).hasMessage("--top-k must be >= 1, got 0");
    }

    private static EvidenceCollector collector(int features, int topK) {
        return new EvidenceCollector(
                new SourceShape(features, true, false),
                new EvidenceSettings(topK, 11, 5, 10, 2, 0),
                (context, position) -> context.id());
    }

    private static EvidenceCollector collect(List<ActivationBlock> blocks) {
        int features = blocks.isEmpty() ? FEATURES : blocks.get(0).features();
        EvidenceCollector collector = collector(features, TOP_K);
        blocks.forEach(collector::accept);
        return collector;
    }

    /** Bit for bit, mean included; the other moments within rounding. */
    private static void assertSame(EvidenceCollector actual, EvidenceCollector expected) {
        assertThat(actual.tokens()).isEqualTo(expected.tokens());
        assertThat(actual.labels()).isEqualTo(expected.labels());
        for (int feature = 0; feature < expected.features(); feature++) {
            assertThat(actual.feature(feature).groups())
                    .isEqualTo(expected.feature(feature).groups());
            assertThat(actual.feature(feature))
                    .usingRecursiveComparison()
                    .ignoringFields(
                            "groups", "statistics.standardDeviation", "statistics.skewness", "statistics.kurtosis")
                    .isEqualTo(expected.feature(feature));
            assertMoments(
                    actual.feature(feature).statistics(),
                    expected.feature(feature).statistics(),
                    1e-12);
        }
    }

    /** @param tolerance of deviation and kurtosis relative; of skewness, which may be near 0, at least absolute */
    private static void assertMoments(FeatureStatistics actual, FeatureStatistics expected, double tolerance) {
        double deviation = expected.standardDeviation();
        assertThat(actual.standardDeviation()).isCloseTo(deviation, within(tolerance * deviation));
        if (expected.skewness() == null || expected.kurtosis() == null) {
            assertThat(actual.skewness()).isNull();
            assertThat(actual.kurtosis()).isNull();
        } else {
            assertThat(actual.skewness())
                    .isCloseTo(expected.skewness(), within(tolerance * Math.max(1, Math.abs(expected.skewness()))));
            assertThat(actual.kurtosis()).isCloseTo(expected.kurtosis(), within(tolerance * expected.kurtosis()));
        }
    }

    private static List<Float> countedValues(RandomActivations corpus, int feature) {
        List<Float> values = new ArrayList<>();
        for (Context context : corpus.contexts()) {
            for (int position = 0; position < context.counted().length; position++) {
                if (context.counted()[position]) {
                    values.add(context.activations()[position][feature]);
                }
            }
        }
        return values;
    }
}
