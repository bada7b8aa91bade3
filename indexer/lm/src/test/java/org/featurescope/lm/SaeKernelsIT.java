package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels of SAEs against loops in fp64. Differences come from fp32 only. */
class SaeKernelsIT {

    private static final long SEED = 20261121;
    private static final int TOKENS = 6; // two contexts of three
    private static final int WIDTH = 24;
    private static final Offset<Float> TOLERANCE = Offset.offset(2e-5f);

    private final Random random = new Random(SEED);
    private NDManager manager;
    private Kernels kernels;

    @BeforeEach
    void start() {
        Engine.configure(Path.of("target/native").toAbsolutePath());
        manager = Engine.newManager("cpu");
        kernels = Kernels.load(manager);
        Engine.withoutGradients();
    }

    @AfterEach
    void stop() {
        kernels.close();
        manager.close();
    }

    /** One token's values to one token's values. */
    private interface Formula {
        double[] of(float[] token);
    }

    private float[] normal(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private NDArray tokens(float[] values) {
        return manager.create(values, new Shape(2, 3, values.length / TOKENS));
    }

    private static float[] token(float[] values, int token) {
        int width = values.length / TOKENS;
        return Arrays.copyOfRange(values, token * width, (token + 1) * width);
    }

    private static void compare(NDArray found, float[] input, Formula formula) {
        float[] values = found.toFloatArray();
        for (int token = 0; token < TOKENS; token++) {
            double[] expected = formula.of(token(input, token));
            float[] row = token(values, token);
            assertThat(row).hasSize(expected.length);
            for (int i = 0; i < row.length; i++) {
                assertThat(row[i]).as("token %d, value %d", token, i).isCloseTo((float) expected[i], TOLERANCE);
            }
        }
    }

    @Test
    void jumpReluIsStrict() {
        float[] pre = normal(TOKENS * WIDTH);
        float[] threshold = normal(WIDTH);
        for (int i = 0; i < WIDTH; i++) {
            threshold[i] = i % 3 == 0 ? Math.max(0, pre[i]) : Math.abs(threshold[i]); // met exactly by the first token
        }

        NDArray found = kernels.jumpRelu(manager, tokens(pre), manager.create(threshold));

        compare(found, pre, token -> {
            double[] expected = new double[WIDTH];
            for (int i = 0; i < WIDTH; i++) {
                expected[i] = token[i] > threshold[i] ? token[i] : 0;
            }
            return expected;
        });
        assertThat(found.toFloatArray()[0]).isZero();
    }

    @Test
    void jumpReluDoesNotHideWhatIsNoNumber() {
        float[] pre = normal(TOKENS * WIDTH);
        pre[5] = Float.NaN;

        NDArray found = kernels.jumpRelu(manager, tokens(pre), manager.create(new float[WIDTH]));

        assertThat(found.toFloatArray()[5]).isNaN();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 20, WIDTH})
    void topKKeepsTheLargestAboveZero(int k) {
        float[] pre = normal(TOKENS * WIDTH);

        NDArray found = kernels.topK(manager, tokens(pre), k);

        compare(found, pre, token -> {
            float[] sorted = token.clone();
            Arrays.sort(sorted);
            double[] expected = new double[WIDTH];
            for (int i = 0; i < WIDTH; i++) {
                expected[i] = token[i] >= sorted[WIDTH - k] ? Math.max(0, token[i]) : 0;
            }
            return expected;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, WIDTH})
    void groupMaxKeepsTheLargestOfNeighbours(int k) {
        float[] pre = normal(TOKENS * WIDTH);

        NDArray found = kernels.groupMax(manager, tokens(pre), k);

        compare(found, pre, token -> {
            double[] expected = new double[WIDTH];
            int size = WIDTH / k;
            for (int first = 0; first < WIDTH; first += size) {
                int largest = first;
                for (int i = first; i < first + size; i++) {
                    largest = token[i] > token[largest] ? i : largest;
                }
                expected[largest] = Math.max(0, token[largest]);
            }
            return expected;
        });
    }

    @Test
    void aGateOpensAboveZero() {
        float[] linear = normal(TOKENS * WIDTH);
        float[] gate = normal(WIDTH);
        float[] magnitude = normal(WIDTH);
        float[] bias = normal(WIDTH);
        gate[0] = -linear[0]; // exactly 0: closed

        NDArray found = kernels.gated(
                manager, tokens(linear), manager.create(gate), manager.create(magnitude), manager.create(bias));

        compare(found, linear, token -> {
            double[] expected = new double[WIDTH];
            for (int i = 0; i < WIDTH; i++) {
                double size = Math.max(0, (double) token[i] * magnitude[i] + bias[i]);
                expected[i] = token[i] + gate[i] > 0 ? size : 0;
            }
            return expected;
        });
        assertThat(found.toFloatArray()[0]).isZero();
    }

    @Test
    void standardiseUsesTheUnbiasedDeviation() {
        float[] x = normal(TOKENS * WIDTH);

        NDArray found = kernels.standardise(manager, tokens(x));

        compare(found, x, token -> {
            double[] moments = moments(token);
            return each(token, value -> (value - moments[0]) / (moments[1] + 1e-5));
        });
    }

    @Test
    void unstandardiseTakesTheMomentsOfAnother() {
        float[] x = normal(TOKENS * WIDTH);
        float[] y = normal(WIDTH);
        float[] ys = new float[TOKENS * WIDTH];
        for (int token = 0; token < TOKENS; token++) {
            System.arraycopy(y, 0, ys, token * WIDTH, WIDTH);
        }

        NDArray found = kernels.unstandardise(manager, tokens(ys), tokens(x));

        compare(found, x, token -> {
            double[] moments = moments(token);
            return each(y, value -> value * moments[1] + moments[0]);
        });
    }

    @Test
    void lengthsBecomeTheRootOfTheWidthAndAreGivenBack() {
        float[] x = normal(TOKENS * WIDTH);

        NDArray scaled = kernels.toLength(manager, tokens(x));

        compare(scaled, x, token -> each(token, value -> value * Math.sqrt(WIDTH) / length(token)));
        compare(kernels.fromLength(manager, scaled, tokens(x)), x, token -> each(token, value -> value));
    }

    @Test
    void centreTakesTheMeanAway() {
        float[] x = normal(TOKENS * WIDTH);

        compare(kernels.centre(manager, tokens(x)), x, token -> each(token, value -> value - moments(token)[0]));
    }

    @Test
    void normsAreThoseOfRows() {
        float[] matrix = normal(TOKENS * WIDTH);

        float[] found = kernels.norms(manager, manager.create(matrix, new Shape(TOKENS, WIDTH)))
                .toFloatArray();

        for (int row = 0; row < TOKENS; row++) {
            assertThat(found[row]).isCloseTo((float) length(token(matrix, row)), TOLERANCE);
        }
    }

    /** Few active latents go another way than many; a decoder that is stored on its side goes the second. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 60})
    void decodeAddsRowsOfTheDecoder(int activePercent) {
        int features = 200;
        float[] latents = new float[TOKENS * features];
        for (int i = 0; i < latents.length; i++) {
            latents[i] =
                    i % features == 7 && i > features || random.nextInt(100) < activePercent ? random.nextFloat() : 0;
        }
        float[] decoder = normal(features * WIDTH);
        float[] bias = normal(WIDTH);
        NDArray rows = manager.create(decoder, new Shape(features, WIDTH));
        NDArray onItsSide = rows.transpose().duplicate().transpose();

        for (NDArray weights : new NDArray[] {rows, onItsSide}) {
            NDArray found = kernels.decode(manager, tokens(latents), weights, manager.create(bias));

            compare(found, latents, token -> {
                double[] expected = new double[WIDTH];
                for (int i = 0; i < WIDTH; i++) {
                    expected[i] = bias[i];
                    for (int feature = 0; feature < features; feature++) {
                        expected[i] += (double) token[feature] * decoder[feature * WIDTH + i];
                    }
                }
                return expected;
            });
        }
    }

    @Test
    void unexplainedSumsTheGivenTokensOnly() {
        float[] y = normal(TOKENS * WIDTH);
        float[] reconstruction = normal(TOKENS * WIDTH);
        long[] rows = {1, 2, 5};

        double[] found = kernels.unexplained(
                        manager,
                        tokens(y),
                        tokens(reconstruction),
                        manager.create(LongBuffer.wrap(rows), new Shape(3), DataType.INT64))
                .toDoubleArray();

        double[] expected = new double[2 + WIDTH];
        for (long row : rows) {
            for (int i = 0; i < WIDTH; i++) {
                double value = y[(int) row * WIDTH + i];
                expected[0] += Math.pow(value - reconstruction[(int) row * WIDTH + i], 2);
                expected[1] += value * value;
                expected[2 + i] += value;
            }
        }
        assertThat(found).containsExactly(expected, Offset.offset(1e-9));
    }

    private interface OfValue {
        double of(double value);
    }

    private static double[] each(float[] token, OfValue formula) {
        double[] result = new double[token.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = formula.of(token[i]);
        }
        return result;
    }

    /** Mean, and deviation with n − 1. */
    private static double[] moments(float[] token) {
        double mean = 0;
        for (float value : token) {
            mean += (double) value / token.length;
        }
        double squares = 0;
        for (float value : token) {
            squares += (value - mean) * (value - mean);
        }
        return new double[] {mean, Math.sqrt(squares / (token.length - 1))};
    }

    private static double length(float[] token) {
        double squares = 0;
        for (float value : token) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }
}
