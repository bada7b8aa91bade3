package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kernels of attention beside the plain formula, in loops and doubles. */
class AttentionIT {

    /** Sums of some dozen products of numbers around 1, in fp32 against fp64. */
    private static final double TOLERANCE = 1e-5;

    private static final int BATCH = 2;
    private static final int POSITIONS = 11;
    private static final int D_HEAD = 6;
    private static final double NO_CAP = Double.POSITIVE_INFINITY;

    private NDManager manager;
    private Kernels kernels;

    @BeforeEach
    void open() {
        Engine.configure(Path.of("target/native").toAbsolutePath());
        manager = Engine.newManager("cpu");
        Engine.withoutGradients();
        kernels = Kernels.load(manager);
    }

    @AfterEach
    void close() {
        kernels.close();
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({"4, 4, 0.4", "4, 2, 0.4", "6, 1, 1.0"})
    void attendsToAllBefore(int heads, int kvHeads, double scale) {
        Inputs in = new Inputs(heads, kvHeads);
        NDArray z =
                kernels.attention(manager, in.tensor(in.q), in.tensor(in.k), in.tensor(in.v), heads, kvHeads, scale);

        assertClose(z, in.plain(scale, POSITIONS, NO_CAP));
    }

    @ParameterizedTest
    @CsvSource({"4, 4, 1", "4, 2, 3", "4, 2, 10", "4, 2, 11", "4, 2, 50"})
    void attendsToAWindow(int heads, int kvHeads, int window) {
        Inputs in = new Inputs(heads, kvHeads);
        NDArray z = kernels.attentionInWindow(
                manager, in.tensor(in.q), in.tensor(in.k), in.tensor(in.v), heads, kvHeads, 0.7, window);

        assertClose(z, in.plain(0.7, window, NO_CAP));
    }

    @ParameterizedTest
    @CsvSource({"4, 4, 11, 0.5", "4, 2, 3, 1.5", "4, 2, 11, 50"})
    void capsScores(int heads, int kvHeads, int window, double cap) {
        Inputs in = new Inputs(heads, kvHeads);
        NDArray z = kernels.attentionCapped(
                manager, in.tensor(in.q), in.tensor(in.k), in.tensor(in.v), heads, kvHeads, 0.7, window, cap);

        assertClose(z, in.plain(0.7, window, cap));
    }

    @Test
    void normalisesGroupsAsWideAsTheWeight() {
        Inputs in = new Inputs(4, 4);
        NDArray weight = manager.arange(1f, D_HEAD + 1f);
        NDArray normed = kernels.rmsNormGroups(manager, in.tensor(in.q), weight, 1e-3);

        float[] actual = normed.toFloatArray();
        for (int start = 0; start < actual.length; start += D_HEAD) {
            double squares = 0;
            for (int i = 0; i < D_HEAD; i++) {
                squares += (double) in.q[start + i] * in.q[start + i];
            }
            for (int i = 0; i < D_HEAD; i++) {
                double expected = in.q[start + i] / Math.sqrt(squares / D_HEAD + 1e-3) * (i + 1);
                assertThat((double) actual[start + i]).isCloseTo(expected, within(TOLERANCE));
            }
        }
    }

    private static void assertClose(NDArray z, double[] expected) {
        float[] actual = z.toFloatArray();
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat((double) actual[i]).isCloseTo(expected[i], within(TOLERANCE));
        }
    }

    /** Queries, keys and values {@code [batch, pos, heads·dHead]}. */
    private final class Inputs {
        private final int heads;
        private final int kvHeads;
        private final float[] q;
        private final float[] k;
        private final float[] v;

        Inputs(int heads, int kvHeads) {
            this.heads = heads;
            this.kvHeads = kvHeads;
            Random random = new Random(20261121);
            q = normal(random, heads);
            k = normal(random, kvHeads);
            v = normal(random, kvHeads);
        }

        private static float[] normal(Random random, int heads) {
            float[] values = new float[BATCH * POSITIONS * heads * D_HEAD];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            return values;
        }

        NDArray tensor(float[] values) {
            return manager.create(values, new Shape(BATCH, POSITIONS, values.length / (BATCH * POSITIONS)));
        }

        double[] plain(double scale, int window, double cap) {
            double[] z = new double[q.length];
            for (int text = 0; text < BATCH; text++) {
                for (int head = 0; head < heads; head++) {
                    for (int position = 0; position < POSITIONS; position++) {
                        attend(z, text, head, position, scale, window, cap);
                    }
                }
            }
            return z;
        }

        private void attend(double[] z, int text, int head, int position, double scale, int window, double cap) {
            int shared = head / (heads / kvHeads);
            int first = Math.max(0, position - window + 1);
            double[] weights = new double[POSITIONS];
            double total = 0;
            for (int other = first; other <= position; other++) {
                double score = 0;
                for (int i = 0; i < D_HEAD; i++) {
                    score += (double) q[at(text, position, head, heads) + i] * k[at(text, other, shared, kvHeads) + i];
                }
                score *= scale;
                weights[other] = Math.exp(cap == NO_CAP ? score : cap * Math.tanh(score / cap));
                total += weights[other];
            }
            for (int other = first; other <= position; other++) {
                for (int i = 0; i < D_HEAD; i++) {
                    z[at(text, position, head, heads) + i] +=
                            weights[other] / total * v[at(text, other, shared, kvHeads) + i];
                }
            }
        }

        private static int at(int text, int position, int head, int heads) {
            return ((text * POSITIONS + position) * heads + head) * D_HEAD;
        }
    }
}
