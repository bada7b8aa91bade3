package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.featurescope.lm.sae.Sae;
import org.featurescope.lm.sae.SaeFolder;
import org.featurescope.lm.sae.SaeOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch that is encoded part by part gives what it gives as a whole. The SAEs have 40 latents. */
class SaePartsIT {

    private static final int CONTEXTS = 3;
    private static final int POSITIONS = 4;

    /** What a batch gave: latents context by context, how many parts they came in, and how much was left unexplained. */
    private record Outcome(List<Float> latents, int parts, double fvu, long tokens) {}

    private NDManager manager;
    private Kernels kernels;
    private TokenBatch batch;

    @BeforeEach
    void start() {
        Engine.configure(Path.of("target/native").toAbsolutePath());
        manager = Engine.newManager("cpu");
        kernels = Kernels.load(manager);
        Engine.withoutGradients();
        List<TokenContext> contexts = new ArrayList<>();
        for (int i = 0; i < CONTEXTS; i++) {
            boolean[] counted = {false, true, true, true};
            contexts.add(new TokenContext(i, new int[POSITIONS], counted));
        }
        batch = new TokenBatch(contexts);
    }

    @AfterEach
    void stop() {
        kernels.close();
        manager.close();
    }

    private static Sae sae(String fixture) {
        return SaeFolder.read(Path.of("src/test/resources/sae", fixture), SaeOptions.NONE)
                .get(0);
    }

    private Activations activations(int width, long seed) {
        float[] values = new float[CONTEXTS * POSITIONS * width];
        Random random = new Random(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        NDArray tensor = manager.create(values, new Shape(CONTEXTS, POSITIONS, width));
        return new Activations(kernels, batch, tensor);
    }

    private Outcome outcome(Sae sae, long partLatents) {
        List<Float> latents = new ArrayList<>();
        int[] parts = {0};
        try (SaeEncoder encoder =
                new SaeEncoder(new TensorLoader(manager.newSubManager(), kernels), sae, partLatents)) {
            encoder.onActivations(sae.input(), activations(sae.dIn(), 1), true, part -> {
                parts[0]++;
                float[] row = new float[part.features()];
                for (int context = 0; context < part.contexts(); context++) {
                    for (int position = 0; position < POSITIONS; position++) {
                        part.read(context, position, 0, row.length, row, 0);
                        for (float value : row) {
                            latents.add(value);
                        }
                    }
                }
            });
            if (sae.isTranscoder()) {
                encoder.onActivations(sae.output(), activations(sae.dOut(), 2), true, part -> {
                    throw new AssertionError("latents at the output");
                });
            }
            return new Outcome(latents, parts[0], encoder.fvu().orElseThrow(), encoder.measuredTokens());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"saelens-topk", "saelens-skip-transcoder"})
    void partsMakeNoDifference(String fixture) {
        Sae sae = sae(fixture);

        Outcome whole = outcome(sae, 1L << 24);
        Outcome byOne = outcome(sae, 1);
        Outcome byTwo = outcome(sae, 2L * POSITIONS * sae.features());

        assertThat(whole.parts()).isEqualTo(1);
        assertThat(byOne.parts()).isEqualTo(3);
        assertThat(byTwo.parts()).isEqualTo(2);
        assertThat(whole.tokens()).isEqualTo(9); // the first of each context does not count
        for (Outcome other : List.of(byOne, byTwo)) {
            assertThat(other.latents()).hasSameSizeAs(whole.latents());
            for (int i = 0; i < whole.latents().size(); i++) {
                assertThat(other.latents().get(i)).isCloseTo(whole.latents().get(i), Offset.offset(1e-5f));
            }
            assertThat(other.fvu()).isCloseTo(whole.fvu(), Offset.offset(1e-6));
            assertThat(other.tokens()).isEqualTo(whole.tokens());
        }
    }

    @Test
    void measuresNothingUnlessAsked() {
        Sae sae = sae("saelens-topk");
        try (SaeEncoder encoder = new SaeEncoder(new TensorLoader(manager.newSubManager(), kernels), sae)) {
            encoder.onActivations(sae.input(), activations(sae.dIn(), 1), false, latents -> {});

            assertThat(encoder.fvu()).isEmpty();
            assertThat(encoder.measuredTokens()).isZero();
        }
    }

    @Test
    void anOutputWithoutItsInputIsAFault() {
        Sae sae = sae("saelens-transcoder");
        try (SaeEncoder encoder = new SaeEncoder(new TensorLoader(manager.newSubManager(), kernels), sae)) {
            assertThatThrownBy(
                            () -> encoder.onActivations(sae.output(), activations(sae.dOut(), 2), true, latents -> {}))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("the input comes before the output");
        }
    }
}
