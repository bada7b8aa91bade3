package org.featurescope.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.featurescope.core.evidence.RandomActivations.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Samples are uniform: over many seeds and features each context is drawn as often as chance would. Seeds are fixed, so the
 * tests always see the same numbers; chance would exceed the bound in one of a thousand such tests.
 *
 * <p>Where {@code m} of {@code N} contexts are drawn {@code S} times, context {@code i} being drawn {@code O_i} times, and
 * {@code p = m/N}, then {@code X² = (N-1)/N · Σ (O_i - S·p)² / (S·p·(1-p))} has a χ² distribution with {@code N-1} degrees of
 * freedom. (The factor is there because a context is drawn once at most, so that draws are negatively correlated.)
 */
class UniformSamplesTest {

    private static final int SEEDS = 20;
    private static final int FEATURES = 50;
    private static final int CONTEXTS = 165;
    private static final int INTERVALS = 11;
    private static final EvidenceSettings SETTINGS = new EvidenceSettings(1, INTERVALS, 3, 10, 0, 0);

    /** All features alike; each of 11 intervals has 15 contexts, of all parts of the corpus and of all heights in it. */
    private static List<Context> contexts() {
        List<Context> contexts = new ArrayList<>();
        for (int number = 0; number < CONTEXTS; number++) {
            float[] activations = new float[FEATURES];
            float maximum = number % INTERVALS * 8 + 0.5f * (number / INTERVALS); // 0 to 87
            Arrays.fill(activations, number == CONTEXTS - 1 ? 88 : Math.max(0.125f, maximum));
            contexts.add(new Context(
                    number, new Label(7, null), new int[1], new boolean[] {true}, new float[][] {activations}));
        }
        return contexts;
    }

    @ParameterizedTest(name = "from {0} shards")
    @ValueSource(ints = {1, 5})
    void everyContextIsAsLikelyAsAnyOther(int shards) {
        long[] random = new long[CONTEXTS];
        long[] inInterval = new long[CONTEXTS];
        for (int seed = 0; seed < SEEDS; seed++) {
            EvidenceCollector collector = collect(seed, shards);
            for (int feature = 0; feature < FEATURES; feature++) {
                FeatureEvidence evidence = collector.feature(feature);
                count(evidence.group(GroupKind.RANDOM, 0).orElseThrow(), random);
                for (int interval = 0; interval < INTERVALS; interval++) {
                    ExampleGroup group =
                            evidence.group(GroupKind.INTERVAL, interval).orElseThrow();
                    assertThat(group.contexts()).isEqualTo(15);
                    count(group, inInterval);
                }
            }
        }

        assertThat(chiSquare(random, SETTINGS.randomSamples(), CONTEXTS))
                .isBetween(bound(CONTEXTS - 1, -3.09), bound(CONTEXTS - 1, 3.09));
        double all = 0;
        for (int interval = 0; interval < INTERVALS; interval++) {
            int first = interval;
            long[] counts = IntStream.range(0, 15)
                    .mapToLong(i -> inInterval[first + i * INTERVALS])
                    .toArray();
            all += chiSquare(counts, SETTINGS.intervalSamples(), 15);
        }
        assertThat(all).isBetween(bound(INTERVALS * 14, -3.09), bound(INTERVALS * 14, 3.09));
    }

    private static EvidenceCollector collect(int seed, int shards) {
        EvidenceSettings settings =
                new EvidenceSettings(1, INTERVALS, SETTINGS.intervalSamples(), SETTINGS.randomSamples(), 0, seed);
        RandomActivations any = new RandomActivations(new Random(1), 1, FEATURES);
        List<Context> shuffled = contexts();
        Collections.shuffle(shuffled, new Random(seed));
        EvidenceCollector merged = null;
        for (int shard = 0; shard < shards; shard++) {
            EvidenceCollector collector = new EvidenceCollector(
                    new SourceShape(FEATURES, true, false), settings, (context, position) -> context.id());
            collector.accept(any.block(shuffled.subList(shard * CONTEXTS / shards, (shard + 1) * CONTEXTS / shards)));
            if (merged == null) {
                merged = collector;
            } else {
                merged.merge(collector);
            }
        }
        return Objects.requireNonNull(merged);
    }

    private static void count(ExampleGroup group, long[] counts) {
        group.examples().forEach(example -> counts[ContextId.contextNo(example.context())]++);
    }

    private static double chiSquare(long[] drawn, int m, int contexts) {
        double p = (double) m / contexts;
        int draws = SEEDS * FEATURES;
        double sum = 0;
        for (long times : drawn) {
            sum += (times - draws * p) * (times - draws * p);
        }
        return (contexts - 1.0) / contexts * sum / (draws * p * (1 - p));
    }

    /** Quantile of χ² by Wilson and Hilferty; at ±3.09 standard deviations a thousandth lies beyond. */
    private static double bound(int degreesOfFreedom, double deviations) {
        double v = 2.0 / (9 * degreesOfFreedom);
        return degreesOfFreedom * Math.pow(1 - v + deviations * Math.sqrt(v), 3);
    }

    @Test
    void theBoundSeesASampleThatFavoursSomeContexts() {
        long[] drawn = new long[CONTEXTS];
        double times = (double) SEEDS * FEATURES * SETTINGS.randomSamples() / CONTEXTS;
        for (int i = 0; i < CONTEXTS; i++) {
            drawn[i] = Math.round(times * (i % 2 == 0 ? 1.15 : 0.85));
        }
        assertThat(chiSquare(drawn, SETTINGS.randomSamples(), CONTEXTS) + CONTEXTS - 1)
                .as("a bias of 15 % on top of chance")
                .isGreaterThan(bound(CONTEXTS - 1, 3.09));
    }

    @Test
    void samplesOfFeaturesAreIndependent() {
        EvidenceCollector collector = collect(5, 1);
        int common = 0;
        for (int feature = 1; feature < FEATURES; feature++) {
            List<Long> one = contexts(collector, feature - 1);
            common += (int)
                    contexts(collector, feature).stream().filter(one::contains).count();
        }
        // 49 pairs, each expected to have 10·10/165 in common: 29.7 with a standard deviation of 5.2
        assertThat(common).isBetween(9, 50);
    }

    private static List<Long> contexts(EvidenceCollector collector, int feature) {
        return collector.feature(feature).group(GroupKind.RANDOM, 0).orElseThrow().examples().stream()
                .map(Example::context)
                .toList();
    }
}
