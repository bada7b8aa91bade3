package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFileTest {

    private static final String TWO_FLOATS = "{\"w\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

    @TempDir
    private Path folder;

    @Test
    void mapsATensor() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1.5f)
                .putFloat(-2f);
        SafetensorsFile file = SafetensorsFile.open(write(TWO_FLOATS, data.array()));

        float[] values = new float[2];
        file.floats("w").asFloatBuffer().get(values);

        assertThat(values).containsExactly(1.5f, -2f);
        assertThat(file.parameters()).isEqualTo(2);
        assertThat(file.floats("w").isDirect()).isTrue();
    }

    @Test
    void refusesAFileThatIsCutShort() throws IOException {
        assertThatThrownBy(() -> SafetensorsFile.open(write(TWO_FLOATS, new byte[7])))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("file.safetensors")
                .hasMessageContaining("tensor w ends at byte");
        Path header = Files.write(folder.resolve("header.safetensors"), new byte[] {100, 0, 0, 0, 0, 0, 0, 0, '{'});
        assertThatThrownBy(() -> SafetensorsFile.open(header)).hasMessageContaining("not a whole safetensors file");
        Path empty = Files.write(folder.resolve("empty.safetensors"), new byte[0]);
        assertThatThrownBy(() -> SafetensorsFile.open(empty)).hasMessageContaining("0 bytes");
    }

    @Test
    void refusesAHeaderThatIsNotJson() throws IOException {
        assertThatThrownBy(() -> SafetensorsFile.open(write("{\"w\":", new byte[8])))
                .hasMessageContaining("its header is not JSON");
    }

    @Test
    void refusesATensorOfUnknownTypeOrWrongSize() throws IOException {
        SafetensorsFile integers = SafetensorsFile.open(write(TWO_FLOATS.replace("F32", "I64"), new byte[8]));
        assertThatThrownBy(() -> integers.floats("w"))
                .hasMessageContaining("I64")
                .hasMessageContaining("F32, F16, BF16");

        SafetensorsFile odd = SafetensorsFile.open(write(TWO_FLOATS.replace("[2]", "[3]"), new byte[8]));
        assertThatThrownBy(() -> odd.floats("w")).hasMessageContaining("not its shape's size");

        assertThatThrownBy(() -> odd.floats("v")).hasMessageContaining("has no tensor v");
    }

    private Path write(String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json).put(data);
        return Files.write(folder.resolve("file.safetensors"), bytes.array());
    }
}
