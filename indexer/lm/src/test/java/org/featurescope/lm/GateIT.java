package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.featurescope.core.HookPoint;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What evidence by sign cases rests on: the gate outlives its call, and signs multiply. */
class GateIT {

    @BeforeAll
    static void engine() {
        Engine.configure(Path.of("target/native").toAbsolutePath());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tiny-llama",
                "tiny-llama-scaled",
                "tiny-mistral",
                "tiny-qwen2",
                "tiny-qwen3",
                "tiny-gemma2",
                "tiny-gemma3",
                "tiny-olmo2"
            })
    void theGateCanStillBeReadWhenTheNeuronsAreShown(String folder) {
        TokenBatch batch = new TokenBatch(List.of(
                new TokenContext(0, new int[] {1, 2, 3, 4, 5}, new boolean[5]),
                new TokenContext(1, new int[] {7, 3}, new boolean[2])));
        try (HookedModel model =
                ModelFolder.open(Path.of("src/test/resources").resolve(folder)).load("cpu")) {
            for (int layer = 0; layer < model.shape().layers(); layer++) {
                checkLayer(model, batch, layer);
            }
        }
    }

    private static void checkLayer(HookedModel model, TokenBatch batch, int layer) {
        HookPoint gate = HookPoint.mlpPre(layer);
        HookPoint input = HookPoint.mlpPreLinear(layer);
        HookPoint neurons = HookPoint.mlpPost(layer);
        Map<HookPoint, Activations> shown = new HashMap<>();
        Map<HookPoint, float[]> whenShown = new HashMap<>();
        model.run(batch, Set.of(gate, input, neurons), (point, activations) -> {
            shown.put(point, activations);
            whenShown.put(point, values(activations));
            if (point.equals(neurons)) {
                assertThat(values(get(shown, gate))).isEqualTo(get(whenShown, gate));
                assertThat(values(get(shown, input))).isEqualTo(get(whenShown, input));
            }
        });
        assertSignsMultiply(get(whenShown, gate), get(whenShown, input), get(whenShown, neurons));
    }

    private static <V> V get(Map<HookPoint, V> shown, HookPoint point) {
        return Objects.requireNonNull(shown.get(point), point.name());
    }

    private static float[] values(Activations activations) {
        float[] values = new float[(5 + 2) * activations.features()];
        for (int row = 0; row < 5 + 2; row++) {
            activations.read(row / 5, row % 5, 0, activations.features(), values, row * activations.features());
        }
        return values;
    }

    private static void assertSignsMultiply(float[] gate, float[] input, float[] neurons) {
        for (int i = 0; i < neurons.length; i++) {
            assertThat(isNegative(neurons[i])).isEqualTo(isNegative(gate[i]) != isNegative(input[i]));
        }
    }

    /** Also where the result underflows: -0 is negative. */
    @Test
    void activationFunctionsKeepTheSignBitOfTheirArgument() {
        float[] arguments = new float[40_001];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = (i - 20_000) / 100f;
        }
        try (NDManager manager = Engine.newManager("cpu");
                Kernels kernels = Kernels.load(manager)) {
            NDArray x = manager.create(arguments, new Shape(1, 1, arguments.length));
            Map<String, NDArray> results = Map.of(
                    "silu", kernels.silu(manager, x),
                    "gelu", kernels.gelu(manager, x),
                    "gelu_tanh", kernels.geluTanh(manager, x));
            results.forEach((name, result) -> {
                float[] values = result.toFloatArray();
                for (int i = 0; i < values.length; i++) {
                    assertThat(isNegative(values[i]))
                            .as("%s(%s) = %s", name, arguments[i], values[i])
                            .isEqualTo(isNegative(arguments[i]));
                }
            });
        }
    }

    private static boolean isNegative(float value) {
        return Float.floatToRawIntBits(value) < 0;
    }
}
