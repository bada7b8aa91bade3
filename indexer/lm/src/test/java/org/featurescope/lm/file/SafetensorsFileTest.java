package org.featurescope.lm.file;

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

        assertThat(file.tensor("w").floats()).containsExactly(1.5f, -2f);
        assertThat(file.parameters()).isEqualTo(2);
        file.tensor("w").read(part -> assertThat(part.isDirect()).isTrue());
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
        SafetensorsFile integers = SafetensorsFile.open(write(TWO_FLOATS.replace("F32", "I32"), new byte[8]));
        assertThatThrownBy(() -> integers.tensor("w").floats())
                .hasMessageContaining("I32")
                .hasMessageContaining("BF16, F16, F32, F64");
        assertThatThrownBy(() -> integers.tensor("v")).hasMessageContaining("has no tensor v");

        assertThatThrownBy(() -> SafetensorsFile.open(write(TWO_FLOATS.replace("[2]", "[3]"), new byte[8])))
                .hasMessageContaining("not that shape's size");
    }

    private Path write(String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json).put(data);
        return Files.write(folder.resolve("file.safetensors"), bytes.array());
    }
}
