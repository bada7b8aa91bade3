package org.featurescope.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.featurescope.core.evidence.RandomActivations.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reservoirs that drop contexts early beside a plain computation that keeps all. */
class IntervalCollectorTest {

    private static final PeakText TEXT = (context, position) -> context.id();
    private static final Label LABEL = new Label(7, "en");

    /** Ways in which the maxima of contexts may lie; each has its own effect on the width of bins. */
    private static final int SHAPES = 6;

    /** One counted token, after one at which features may be far below 0. */
    private static Context context(int number, int contexts, Random random) {
        float[][] activations = new float[2][SHAPES];
        activations[0][3] = random.nextInt(500) == 0 ? -1000 : 0;
        float[] maxima = activations[1];
        maxima[0] = random.nextFloat();
        maxima[1] = (float) Math.exp(3 * random.nextGaussian());
        maxima[2] = (float) Math.scalb(1 + random.nextFloat(), number * 40 / contexts - 20);
        maxima[3] = random.nextFloat() * 30;
        maxima[4] = random.nextInt(5) * 0.7f;
        maxima[5] = random.nextInt(50) == 0 ? random.nextFloat() : 0;
        return new Context(number, LABEL, new int[2], new boolean[] {true, true}, activations);
    }

    private static List<Context> contexts(int count, Random random) {
        return IntStream.range(0, count)
                .mapToObj(i -> context(i, count, random))
                .toList();
    }

    private static EvidenceCollector collect(List<Context> contexts, EvidenceSettings settings) {
        RandomActivations any = new RandomActivations(new Random(1), 1, SHAPES);
        EvidenceCollector collector = new EvidenceCollector(new SourceShape(SHAPES, true, false), settings, TEXT);
        for (int from = 0; from < contexts.size(); from += 64) {
            collector.accept(any.block(contexts.subList(from, Math.min(contexts.size(), from + 64))));
        }
        return collector;
    }

    @ParameterizedTest(name = "{0} intervals, {1} samples, seed {2}")
    @CsvSource({"11, 5, 1", "11, 1, 2", "1, 3, 3", "2, 7, 4", "5, 2, 5", "40, 2, 6", "128, 1, 7", "300, 1, 8"})
    void droppingEarlyLosesNothing(int intervals, int samples, long seed) {
        Random random = new Random(seed);
        List<Context> contexts = contexts(2500, random);
        EvidenceSettings settings = new EvidenceSettings(1, intervals, samples, 1, 0, seed);

        List<Context> shuffled = new ArrayList<>(contexts);
        Collections.shuffle(shuffled, random);
        assertEvidence(collect(contexts, settings), contexts, settings);
        assertEvidence(collect(shuffled, settings), contexts, settings);
        assertEvidence(merged(shuffled, settings, random), contexts, settings);
    }

    private static EvidenceCollector merged(List<Context> contexts, EvidenceSettings settings, Random random) {
        List<EvidenceCollector> shards = new ArrayList<>();
        for (int from = 0; from < contexts.size(); ) {
            int to = Math.min(contexts.size(), from + 1 + random.nextInt(1200));
            shards.add(collect(contexts.subList(from, to), settings));
            from = to;
        }
        while (shards.size() > 1) {
            Collections.shuffle(shards, random);
            shards.get(0).merge(shards.remove(1));
        }
        return shards.get(0);
    }

    private static void assertEvidence(EvidenceCollector collector, List<Context> contexts, EvidenceSettings settings) {
        for (int feature = 0; feature < SHAPES; feature++) {
            FeatureEvidence evidence = collector.feature(feature);
            PlainExamples plain =
                    new PlainExamples(contexts, Map.of(), Map.of(), feature, collector.shape(), settings, TEXT);
            assertThat(intervals(evidence.groups()))
                    .as("shape %d", feature)
                    .isNotEmpty()
                    .isEqualTo(plain.intervals(evidence.histogram().exponent()));
        }
    }

    private static List<ExampleGroup> intervals(List<ExampleGroup> groups) {
        return groups.stream()
                .filter(group -> group.kind() == GroupKind.INTERVAL)
                .toList();
    }

    @Test
    void everyContextAndTokenAboveZeroIsInExactlyOneInterval() {
        EvidenceSettings settings = new EvidenceSettings(1, 11, 5, 1, 0, 0);
        List<Context> contexts = contexts(3000, new Random(9));
        EvidenceCollector collector = collect(contexts, settings);

        for (int feature : new int[] {0, 3, 4}) {
            FeatureEvidence evidence = collector.feature(feature);
            List<ExampleGroup> intervals = intervals(evidence.groups());
            int shown = feature;
            assertThat(intervals.stream().mapToLong(ExampleGroup::contexts).sum())
                    .isEqualTo(contexts.stream()
                            .filter(context -> context.activations()[1][shown] > 0)
                            .count());
            assertThat(intervals.stream().mapToLong(ExampleGroup::tokens).sum())
                    .isEqualTo(evidence.statistics().activeTokens());
            assertThat(intervals.get(0).low())
                    .isEqualTo(feature == 4 ? intervals.get(0).low() : 0);
            assertThat(intervals.get(intervals.size() - 1).high())
                    .isEqualTo(evidence.statistics().maximum());
        }
    }

    @Test
    void whatIsKeptDoesNotGrowWithTheCorpus() {
        Random random = new Random(10);
        IntervalReservoir reservoir = new IntervalReservoir(5);
        int window = IntervalReservoir.window(1, 64, 11);
        int most = 0;
        int[] bars = {};
        for (int context = 0; context < 100_000; context++) {
            float maximum = random.nextFloat();
            int bin = (int) (maximum * 64);
            long priority = SamplingPriority.of(0, 0).applyAsLong(context);
            if ((bars.length == 0 || IntervalReservoir.coarse(priority) <= bars[bin])
                    && reservoir.needs(priority, bin, 64, window)) {
                reservoir.add(priority, new Example(context, 0, maximum, new byte[0]));
                if (reservoir.isDueForPruning()) {
                    bars = reservoir.prune(64, window);
                }
            }
            most = Math.max(most, reservoir.samples().size());
        }
        assertThat(window).isEqualTo(4);
        assertThat(most).as("11 intervals of 5 need 55").isLessThan(300);
    }

    @Test
    void aContextThatPruningDropsIsNotNeeded() {
        Random random = new Random(11);
        IntervalReservoir pruned = new IntervalReservoir(2);
        for (int context = 0; context < 300; context++) {
            pruned.add(random.nextLong(), new Example(context, 0, random.nextFloat(), new byte[0]));
        }
        List<Example> before = pruned.samples().examples();
        long[] priorities =
                IntStream.range(0, 300).mapToLong(pruned.samples()::priority).toArray();
        int[] bars = pruned.prune(32, 2);
        List<Example> after = pruned.samples().examples();

        assertThat(after.size()).isBetween(2 * 16, 2 * 32);
        for (int i = 0; i < 300; i++) {
            int bin = (int) (before.get(i).peak() * 32);
            boolean needed = pruned.needs(priorities[i], bin, 32, 2);
            assertThat(needed).isEqualTo(after.contains(before.get(i)));
            assertThat(!needed || IntervalReservoir.coarse(priorities[i]) <= bars[bin])
                    .isTrue();
        }
    }

    @Test
    void boundsAreEdgesOfBinsNearestToEvenSpacing() {
        IntervalBounds bounds = IntervalBounds.of(10.3f, -3, 11);

        assertThat(bounds.low(0)).isZero();
        assertThat(bounds.high(10)).isEqualTo(10.3f);
        for (int interval = 1; interval < 11; interval++) {
            assertThat((double) bounds.low(interval)).isCloseTo(interval * 10.3 / 11, within(1 / 16.0));
            assertThat(bounds.low(interval) * 8 % 1).isZero();
            assertThat(bounds.low(interval)).isEqualTo(bounds.high(interval - 1));
            assertThat(bounds.intervalOf(bounds.low(interval))).isEqualTo(interval);
            assertThat(bounds.intervalOf(Math.nextDown(bounds.low(interval)))).isEqualTo(interval - 1);
        }
    }

    @Test
    void fewerBinsThanIntervalsLeaveSomeEmpty() {
        assertThat(IntervalBounds.of(0.9f, 0, 11).edges()).isEqualTo(new int[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});
        IntervalBounds three = IntervalBounds.of(3, 0, 6);
        assertThat(three.edges()).isEqualTo(new int[] {0, 1, 1, 2, 2, 3, 4});
        assertThat(IntStream.range(0, 6).filter(i -> !three.isEmpty(i)).toArray())
                .containsExactly(0, 2, 4, 5);
        assertThat(three.intervalOf(0.5f)).isZero();
        assertThat(three.intervalOf(1)).isEqualTo(2);
        assertThat(three.intervalOf(2.9f)).isEqualTo(4);
        assertThat(three.intervalOf(3)).isEqualTo(5);
    }
}
