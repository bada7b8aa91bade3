package org.featurescope.lm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.featurescope.lm.file.SafetensorsWriter.Entry;
import org.featurescope.lm.file.SafetensorsWriter.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsWriterTest {

    @TempDir
    private Path folder;

    @Test
    void writesWhatTheReaderReads() {
        Path path = folder.resolve("x.safetensors");
        List<Entry> entries = List.of(
                new Entry("floats", Type.F32, 2, 3),
                new Entry("empty", Type.F32, 0, 3),
                new Entry("ints", Type.I32, 3),
                new Entry("longs", Type.I64, 1));
        try (SafetensorsWriter writer = SafetensorsWriter.create(path, Map.of("hook", "blocks.0 \"é\""), entries)) {
            writer.append("floats", FloatBuffer.wrap(new float[] {1, 2}));
            writer.append("longs", LongBuffer.wrap(new long[] {1L << 40}));
            writer.append("ints", IntBuffer.wrap(new int[] {9, 7, 8, 9, 9}, 1, 3));
            writer.append("floats", FloatBuffer.wrap(new float[] {3, 4, 5, -6.5f}));
            assertThat(path).doesNotExist();
            writer.finish();
        }

        SafetensorsFile file = SafetensorsFile.open(path);
        assertThat(file.names()).containsExactly("longs", "floats", "empty", "ints");
        assertThat(file.tensor("floats").require(2, 3).floats()).containsExactly(1, 2, 3, 4, 5, -6.5f);
        assertThat(file.tensor("floats").isMappedFp32()).isTrue();
        assertThat(file.tensor("ints").require(3).integers()).containsExactly(7, 8, 9);
        assertThat(file.tensor("empty").require(0, 3).floats()).isEmpty();
        file.tensor("longs").read(part -> assertThat(part.getLong()).isEqualTo(1L << 40));
    }

    @Test
    void writesMoreThanItsBuffer() {
        Path path = folder.resolve("x.safetensors");
        float[] values = new float[200_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(path, Map.of(), List.of(new Entry("w", Type.F32, values.length)))) {
            writer.append("w", FloatBuffer.wrap(values));
            writer.finish();
        }
        assertThat(SafetensorsFile.open(path).tensor("w").floats()).containsExactly(values);
    }

    @Test
    void leavesNothingUnlessFinished() throws IOException {
        Path path = Files.writeString(folder.resolve("x.safetensors"), "what was there before");
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(path, Map.of(), List.of(new Entry("w", Type.F32, 2)))) {
            writer.append("w", FloatBuffer.wrap(new float[1]));
            assertThatThrownBy(writer::finish)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("lacks 1 values");
        }
        assertThat(path).hasContent("what was there before");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void refusesValuesThatWereNotAnnounced() {
        Path path = folder.resolve("x.safetensors");
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(path, Map.of(), List.of(new Entry("w", Type.F32, 2)))) {
            assertThatThrownBy(() -> writer.append("w", FloatBuffer.wrap(new float[3])))
                    .hasMessageContaining("room for 2 more values, got 3");
            assertThatThrownBy(() -> writer.append("w", IntBuffer.wrap(new int[1])))
                    .hasMessageContaining("no tensor w of type I32");
        }
        assertThatThrownBy(() -> new Entry("w", Type.I64, Long.MAX_VALUE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SafetensorsWriter.create(
                        path, Map.of(), List.of(new Entry("w", Type.F32, 2), new Entry("w", Type.I64, 2))))
                .hasMessageContaining("w is there twice");
        assertThat(folder).isEmptyDirectory();
    }
}
