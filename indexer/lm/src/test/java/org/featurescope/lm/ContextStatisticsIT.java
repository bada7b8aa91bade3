package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kernels that reduce activations, compared with plain loops over the same values. */
class ContextStatisticsIT {

    private static final int[] LENGTHS = {7, 5, 1, 6};
    private static final int POSITIONS = 7;
    private static final int FEATURES = 37;
    private static final int EMPTY = 2;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final TokenBatch batch = randomBatch();
    private final float[] values = new float[LENGTHS.length * POSITIONS * FEATURES];
    private NDManager manager;
    private Kernels kernels;

    @BeforeEach
    void start() {
        Engine.configure(Path.of("target/native").toAbsolutePath());
        manager = Engine.newManager("cpu");
        kernels = Kernels.load(manager);
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(5) == 0 ? 0 : (float) random.nextGaussian();
        }
    }

    @AfterEach
    void close() {
        kernels.close();
        manager.close();
    }

    /** Ragged contexts, each token counted or not; one context has no counted token. */
    private TokenBatch randomBatch() {
        List<TokenContext> contexts = new ArrayList<>();
        for (int length : LENGTHS) {
            boolean[] counted = new boolean[length];
            for (int position = 0; position < length; position++) {
                counted[position] = contexts.size() != EMPTY && (position == length - 1 || random.nextBoolean());
            }
            contexts.add(new TokenContext(contexts.size(), new int[length], counted));
        }
        return new TokenBatch(contexts);
    }

    @Test
    void theStatisticsOfAContextAreThoseOfItsCountedTokens() {
        NDArray x = manager.create(values, new Shape(LENGTHS.length, POSITIONS, FEATURES));

        ContextStatistics found = new Activations(kernels, batch, x).reduce();

        assertThat(found.contexts()).isEqualTo(LENGTHS.length);
        assertThat(found.features()).isEqualTo(FEATURES);
        for (int context = 0; context < LENGTHS.length; context++) {
            for (int feature = 0; feature < FEATURES; feature++) {
                Plain expected = plain(context, feature);
                String place = "seed " + seed + ", context " + context + ", feature " + feature;
                assertThat(found.maximum(context, feature)).as(place).isEqualTo(expected.maximum);
                assertThat(found.minimum(context, feature)).as(place).isEqualTo(expected.minimum);
                assertThat(found.active(context, feature)).as(place).isEqualTo(expected.active);
                // a sum of at most 7 values of about 1, in another order
                assertThat(found.sum(context, feature)).as(place).isCloseTo(expected.sum, within(1e-5f));
            }
        }
    }

    @Test
    void theKernelForGpusComputesTheSame() {
        NDArray x = manager.create(values, new Shape(LENGTHS.length, POSITIONS, FEATURES));
        float[] chosen = new float[LENGTHS.length * POSITIONS];
        for (int context = 0; context < LENGTHS.length; context++) {
            for (int position = 0; position < LENGTHS[context]; position++) {
                chosen[context * POSITIONS + position] =
                        batch.contexts().get(context).counted()[position] ? 1 : 0;
            }
        }

        float[] found = kernels.batchStatistics(
                        manager, x, manager.create(chosen, new Shape(LENGTHS.length, POSITIONS)))
                .toFloatArray();

        int quantity = LENGTHS.length * FEATURES;
        for (int context = 0; context < LENGTHS.length; context++) {
            for (int feature = 0; feature < FEATURES; feature++) {
                Plain expected = plain(context, feature);
                int at = context * FEATURES + feature;
                assertThat(found[at]).as("seed " + seed).isEqualTo(expected.maximum);
                assertThat(found[quantity + at]).as("seed " + seed).isEqualTo(expected.minimum);
                assertThat(found[2 * quantity + at]).as("seed " + seed).isEqualTo(expected.active);
                assertThat(found[3 * quantity + at]).as("seed " + seed).isCloseTo(expected.sum, within(1e-5f));
            }
        }
    }

    @Test
    void notANumberShows() {
        int position = LENGTHS[0] - 1;
        values[position * FEATURES + 3] = Float.NaN;
        NDArray x = manager.create(values, new Shape(LENGTHS.length, POSITIONS, FEATURES));

        ContextStatistics found = new Activations(kernels, batch, x).reduce();

        assertThat(found.maximum(0, 3)).isNaN();
        assertThat(found.minimum(0, 3)).isNaN();
        assertThat(found.sum(0, 3)).isNaN();
        assertThat(found.maximum(0, 4)).isNotNaN();
        assertThat(found.maximum(1, 3)).isNotNaN();
    }

    private record Plain(float maximum, float minimum, int active, float sum) {}

    private Plain plain(int context, int feature) {
        float maximum = Float.NEGATIVE_INFINITY;
        float minimum = Float.POSITIVE_INFINITY;
        int active = 0;
        float sum = 0;
        boolean[] counted = batch.contexts().get(context).counted();
        for (int position = 0; position < counted.length; position++) {
            if (counted[position]) {
                float value = values[(context * POSITIONS + position) * FEATURES + feature];
                maximum = Math.max(maximum, value);
                minimum = Math.min(minimum, value);
                active += value > 0 ? 1 : 0;
                sum += value;
            }
        }
        return new Plain(maximum, minimum, active, sum);
    }
}
