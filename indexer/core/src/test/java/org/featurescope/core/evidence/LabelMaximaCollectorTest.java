package org.featurescope.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.featurescope.core.evidence.RandomActivations.Context;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelMaximaCollectorTest {

    private static final int LABELS = 300;
    private static final int NOT_ABOVE_0 = -2;
    private static final int TOO_SMALL = -1;

    private record Maximum(@Nullable String label, float value) {}

    /** Half of the contexts have no label. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aucIsTheShareOfPairsInWhichTheLabelIsLarger(long seed) {
        Random random = new Random(seed);
        List<Maximum> maxima = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            String label = random.nextBoolean() ? "label-" + random.nextInt(LABELS) : null;
            maxima.add(new Maximum(label, maximum(random)));
        }
        EvidenceCollector collector = collect(maxima);
        List<LabelEvidence> evidence = collector.feature(0).labels();

        assertThat(evidence).hasSameSizeAs(collector.labels()).hasSizeGreaterThan(LABELS / 2);
        float top = (float) maxima.stream().mapToDouble(Maximum::value).max().orElseThrow();
        for (LabelEvidence ofLabel : evidence) {
            String name = collector.labels().get(ofLabel.label()).label().name();
            assertThat(ofLabel.auc()).isCloseTo(pairs(maxima, name, top), within(1e-12));
        }
        assertThat(collector.labels().get(evidence.size() - 1).label().name()).isNull();
    }

    private static float maximum(Random random) {
        return random.nextInt(4) == 0 ? -random.nextFloat() : (float) Math.exp(3 * random.nextGaussian());
    }

    /** Pair by pair; equal are those in one bin. */
    private static double pairs(List<Maximum> maxima, @Nullable String label, float top) {
        double larger = 0;
        long pairs = 0;
        for (Maximum one : maxima) {
            for (Maximum other : maxima) {
                if (isOf(label, one) && !isOf(label, other)) {
                    larger += (1 + Integer.compare(step(one.value(), top), step(other.value(), top))) / 2.0;
                    pairs++;
                }
            }
        }
        return larger / pairs;
    }

    private static boolean isOf(@Nullable String label, Maximum maximum) {
        return Objects.equals(label, maximum.label());
    }

    private static int step(float value, float top) {
        double lowest = Math.scalb(1.0, Math.getExponent(top) - 7);
        if (value < lowest) {
            return value <= 0 ? NOT_ABOVE_0 : TOO_SMALL;
        }
        int exponent = Math.getExponent(value);
        return 8 * exponent + (int) (8 * (value / Math.scalb(1.0, exponent) - 1));
    }

    @Test
    void aLabelThatAllContextsHaveHasNoAuc() {
        assertThat(collect(List.of(new Maximum("en", 1), new Maximum("en", 2)))
                        .feature(0)
                        .labels()
                        .get(0)
                        .auc())
                .isNull();
    }

    @Test
    void aFeatureThatIsNeverActiveTellsNothing() {
        List<LabelEvidence> labels = collect(List.of(new Maximum("en", 0), new Maximum("fr", -2)))
                .feature(0)
                .labels();

        assertThat(labels).extracting(LabelEvidence::auc).containsExactly(0.5, 0.5);
        assertThat(labels.get(1).maxima().notAbove0()).isEqualTo(1);
    }

    @Test
    void theSmallestFloatsAreTooSmallForTheBins() {
        List<LabelEvidence> labels = collect(List.of(new Maximum("en", Float.MIN_VALUE), new Maximum("fr", 0)))
                .feature(0)
                .labels();

        assertThat(labels.get(0).maxima().below()).isEqualTo(1);
        assertThat(labels.get(0).auc()).isEqualTo(1);
    }

    private static EvidenceCollector collect(List<Maximum> maxima) {
        EvidenceCollector collector = new EvidenceCollector(
                new SourceShape(1, true, false), EvidenceSettings.DEFAULT, (context, position) -> context.id());
        List<Context> contexts = IntStream.range(0, maxima.size())
                .mapToObj(number -> new Context(
                        number,
                        new Label(7, maxima.get(number).label()),
                        new int[1],
                        new boolean[] {true},
                        new float[][] {{maxima.get(number).value()}}))
                .toList();
        collector.accept(RandomActivations.block(1, contexts));
        return collector;
    }
}
