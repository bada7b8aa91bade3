package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.file.NpzFile;
import org.featurescope.lm.file.SafetensorsFile;
import org.featurescope.lm.file.SafetensorsWriter;
import org.featurescope.lm.file.StoredTensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TensorLoaderIT {

    @TempDir
    private Path folder;

    @BeforeAll
    static void configure() {
        Engine.configure(Path.of("target/native").toAbsolutePath());
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void refusesAMatrixThatIsNotFinite(float value) {
        float[] values = new float[6000];
        values[4321] = value;
        values[5999] = -value;
        Path file = write(values);

        assertThatThrownBy(() -> load(SafetensorsFile.open(file).tensor("w")))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("x.safetensors: tensor w holds " + value + " at [43, 21]");
    }

    /** Their sum is beyond fp32. */
    @Test
    void takesLargeFiniteValues() {
        float[] values = new float[6000];
        values[0] = Float.MAX_VALUE;
        values[1] = Float.MAX_VALUE;
        assertThat(load(SafetensorsFile.open(write(values)).tensor("w"))).containsExactly(values);
    }

    /** From {@code tools/reference/make_npz.py}. */
    @ParameterizedTest
    @ValueSource(strings = {"W_enc", "b_half", "b_double", "scalar", "empty"})
    void loadsWhatIsNotMapped(String name) {
        StoredTensor tensor =
                NpzFile.open(Path.of("src/test/resources/npz/compressed.npz")).tensor(name);
        assertThat(load(tensor)).containsExactly(tensor.floats());
    }

    private Path write(float[] values) {
        Path file = folder.resolve("x.safetensors");
        List<SafetensorsWriter.Entry> entries =
                List.of(new SafetensorsWriter.Entry("w", SafetensorsWriter.Type.F32, 60, 100));
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, Map.of(), entries)) {
            writer.append("w", FloatBuffer.wrap(values));
            writer.finish();
        }
        return file;
    }

    private static float[] load(StoredTensor tensor) {
        try (NDManager manager = Engine.newManager("cpu")) {
            return new TensorLoader(manager, Kernels.load(manager)).load(tensor).toFloatArray();
        }
    }
}
