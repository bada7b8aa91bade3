package org.featurescope.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.featurescope.core.evidence.RandomActivations.Context;
import org.junit.jupiter.api.Test;

class StatisticsCollectorTest {

    private static final int TOKENS = 300; // more than are summed at once in fp32

    /** A mean a hundred thousand times the deviation: a step of fp32 at 1000 is 6e-5. */
    @Test
    void aLargeMeanTakesNoDigitsOfTheDeviationAway() {
        Random random = new Random(1);
        List<Float> values = values(() -> 1000 + 0.01f * (float) random.nextGaussian());

        assertMoments(values, 1e-6);
    }

    @Test
    void noPowerIsTooSmallOrTooLarge() {
        Random random = new Random(2);
        assertMoments(values(() -> 1e-12f * (float) random.nextGaussian()), 1e-5);
        assertMoments(values(() -> 1e12f * (float) random.nextGaussian()), 1e-5);
    }

    @Test
    void rareActivationsStandAgainstTheirZeros() {
        Random random = new Random(3);
        assertMoments(values(() -> random.nextInt(500) == 0 ? random.nextFloat() : 0), 1e-5);
    }

    private static void assertMoments(List<Float> values, double tolerance) {
        FeatureStatistics statistics = collect(values).feature(0).statistics();
        double mean = mean(values, 0, 1);
        double deviation = Math.sqrt(mean(values, mean, 2));
        assertThat(statistics.mean()).isCloseTo(mean, within(tolerance * deviation));
        assertThat(statistics.standardDeviation()).isCloseTo(deviation, within(tolerance * deviation));
        double skewness = mean(values, mean, 3) / Math.pow(deviation, 3);
        assertThat(statistics.skewness()).isCloseTo(skewness, within(tolerance * Math.max(1, skewness)));
        double kurtosis = mean(values, mean, 4) / Math.pow(deviation, 4);
        assertThat(statistics.kurtosis()).isCloseTo(kurtosis, within(tolerance * kurtosis));
    }

    private static double mean(List<Float> values, double origin, int power) {
        return values.stream()
                .mapToDouble(value -> Math.pow(value - origin, power))
                .average()
                .orElseThrow();
    }

    @Test
    void equalActivationsHaveNoShape() {
        for (float value : new float[] {0, 3.3f, -1e-20f}) {
            FeatureStatistics statistics =
                    collect(values(() -> value)).feature(0).statistics();

            assertThat(statistics.mean()).isCloseTo(value, within(1e-9));
            assertThat(statistics.standardDeviation()).isEqualTo(0);
            assertThat(statistics.skewness()).isNull();
            assertThat(statistics.kurtosis()).isNull();
        }
    }

    @Test
    void oneCountedTokenIsEnough() {
        EvidenceCollector collector = collect(List.of(2.5f));

        FeatureStatistics statistics = collector.feature(0).statistics();
        assertThat(statistics).isEqualTo(new FeatureStatistics(1, 1, 2.5f, 2.5f, 2.5, 0, null, null));
        assertThat(collector.contexts()).isEqualTo(1);
        assertThat(collector.feature(0).histogram().total()).isEqualTo(1);
    }

    private static List<Float> values(Supplier<Float> value) {
        List<Float> values = new ArrayList<>();
        for (int i = 0; i < 10 * TOKENS; i++) {
            values.add(value.get());
        }
        return values;
    }

    /** In contexts of {@link #TOKENS}, and one context without a counted token. */
    private static EvidenceCollector collect(List<Float> values) {
        EvidenceCollector collector = new EvidenceCollector(
                new SourceShape(1, true, false), EvidenceSettings.DEFAULT, (context, position) -> context.id());
        List<Context> contexts = new ArrayList<>();
        for (int first = 0; first < values.size(); first += TOKENS) {
            List<Float> some = values.subList(first, Math.min(values.size(), first + TOKENS));
            contexts.add(context(contexts.size(), some, true));
        }
        contexts.add(context(contexts.size(), List.of(7f, Float.NaN), false));
        collector.accept(RandomActivations.block(1, contexts));
        return collector;
    }

    private static Context context(int number, List<Float> values, boolean counts) {
        int tokens = values.size();
        boolean[] counted = new boolean[tokens];
        float[][] activations = new float[tokens][];
        for (int i = 0; i < tokens; i++) {
            counted[i] = counts;
            activations[i] = new float[] {values.get(i)};
        }
        return new Context(number, new Label(7, null), new int[tokens], counted, activations);
    }
}
