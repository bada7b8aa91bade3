package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.featurescope.core.evidence.FeatureWeights.Neighbour;
import org.featurescope.core.evidence.TokenSample;
import org.junit.jupiter.api.Test;

/** Correlations of two sources, one of them wider than two blocks of features, against loops in fp64. */
class CoactiveFeaturesIT {

    private static final long SEED = 20261121;
    private static final int SAMPLED = 40;
    private static final int KEPT = 6;

    /** So few that a block is one slice. */
    private static final int BLOCK_VALUES = 1;

    private static final List<String> NAMES = List.of("wide", "narrow");

    /** Correlations differ by the rounding of fp32, over sums of 40 products. */
    private static final Offset<Double> TOLERANCE = Offset.offset(1e-5);

    private final Random random = new Random(SEED);
    private final List<Activations> samples =
            List.of(new Activations(2 * CoactiveFeatures.SLICE + 70), new Activations(90));

    /** Normal numbers; every fifth feature is other than 0 too seldom to count. */
    private final class Activations implements TokenSample {

        private final float[][] values; // [feature, token]

        Activations(int features) {
            values = new float[features][SAMPLED];
            for (int feature = 0; feature < features; feature++) {
                int active = feature % 5 == 0 ? CoactiveFeatures.LEAST_ACTIVE - 1 : SAMPLED;
                for (int token = 0; token < active; token++) {
                    values[feature][token] = (float) random.nextGaussian();
                }
            }
        }

        @Override
        public int features() {
            return values.length;
        }

        @Override
        public int tokens() {
            return SAMPLED;
        }

        @Override
        public void read(int firstFeature, int count, float[] into) {
            for (int i = 0; i < count; i++) {
                System.arraycopy(values[firstFeature + i], 0, into, i * SAMPLED, SAMPLED);
            }
        }

        @Override
        public boolean sameTokens(TokenSample other) {
            return true;
        }
    }

    @Test
    void neighboursAreTheMostCorrelatedOfAllBlocksOfAllSources() {
        List<NeighbourTable> found = find();

        for (int source = 0; source < samples.size(); source++) {
            for (int feature = 0; feature < samples.get(source).features(); feature++) {
                List<Neighbour> neighbours = found.get(source).neighbours(feature, NAMES::get);
                double[] values =
                        neighbours.stream().mapToDouble(Neighbour::value).toArray();
                assertThat(values)
                        .as("%s %d", NAMES.get(source), feature)
                        .containsExactly(largest(source, feature), TOLERANCE);
                assertThat(neighbours).doesNotHaveDuplicates();
                for (Neighbour one : neighbours) {
                    assertThat((double) one.value())
                            .isCloseTo(
                                    correlation(source, feature, NAMES.indexOf(one.source()), one.index()), TOLERANCE);
                }
            }
        }
    }

    private List<NeighbourTable> find() {
        Engine.configure(Path.of("target/native").toAbsolutePath());
        try (NDManager manager = Engine.newManager("cpu");
                Kernels kernels = Kernels.load(manager)) {
            Engine.withoutGradients();
            return CoactiveFeatures.find(kernels, manager, List.copyOf(samples), KEPT, BLOCK_VALUES);
        }
    }

    private double[] largest(int source, int feature) {
        if (!counts(feature)) {
            return new double[0];
        }
        List<Double> all = new ArrayList<>();
        for (int other = 0; other < samples.size(); other++) {
            for (int index = 0; index < samples.get(other).features(); index++) {
                if (counts(index) && !(other == source && index == feature)) {
                    all.add(correlation(source, feature, other, index));
                }
            }
        }
        all.sort(Comparator.reverseOrder());
        return all.stream().limit(KEPT).mapToDouble(value -> value).toArray();
    }

    private static boolean counts(int feature) {
        return feature % 5 != 0;
    }

    private double correlation(int source, int feature, int otherSource, int otherFeature) {
        float[] x = samples.get(source).values[feature];
        float[] y = samples.get(otherSource).values[otherFeature];
        double meanX = mean(x);
        double meanY = mean(y);
        return sum(i -> (x[i] - meanX) * (y[i] - meanY))
                / Math.sqrt(sum(i -> (x[i] - meanX) * (x[i] - meanX)) * sum(i -> (y[i] - meanY) * (y[i] - meanY)));
    }

    private static double mean(float[] x) {
        return sum(i -> x[i]) / SAMPLED;
    }

    private static double sum(IntToDoubleFunction term) {
        return IntStream.range(0, SAMPLED).mapToDouble(term).sum();
    }
}
