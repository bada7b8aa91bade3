package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.file.SafetensorsWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightsTest {

    @TempDir
    private Path folder;

    @Test
    void readsOneFileOrShards() throws IOException {
        shard("b.safetensors", "v");
        shard("a.safetensors", "w", "not-in-the-index");
        index("{'metadata': {'total_size': -1}, 'weight_map': {'v': 'b.safetensors', 'w': 'a.safetensors'}}");

        Weights weights = Weights.open(folder);
        assertThat(weights.has("v")).isTrue();
        assertThat(weights.has("x")).isFalse();
        assertThat(weights.parameters()).isEqualTo(3);
        assertThat(Weights.files(folder))
                .extracting(Path::getFileName)
                .map(Path::toString)
                .containsExactly("a.safetensors", "b.safetensors");
    }

    @Test
    void takesAnIndexThatNamesTheSingleFile() throws IOException {
        shard("model.safetensors", "w");
        index("{'weight_map': {'w': 'model.safetensors', 'v': 'gone.safetensors'}}");
        assertThat(Weights.files(folder)).containsExactly(folder.resolve("model.safetensors"));
        assertThat(Weights.open(folder).parameters()).isEqualTo(1);
    }

    @Test
    void refusesAFolderWithBoth() throws IOException {
        shard("model.safetensors", "w");
        shard("a.safetensors", "w");
        index("{'weight_map': {'w': 'a.safetensors'}}");
        refused("model.safetensors: is there, and so are the shards", "remove the weights that are not meant");
    }

    @Test
    void refusesAFolderWithNone() {
        refused("model.safetensors: not found", "save_pretrained");
    }

    @Test
    void refusesAMissingShard() throws IOException {
        shard("a.safetensors", "w");
        index("{'weight_map': {'w': 'a.safetensors', 'v': 'b.safetensors'}}");
        refused("b.safetensors: not found", "download it too");
    }

    @Test
    void refusesATensorThatIsNotWhereTheIndexSays() throws IOException {
        shard("a.safetensors", "w");
        shard("b.safetensors", "v");
        index("{'weight_map': {'w': 'b.safetensors', 'v': 'b.safetensors', 'x': 'a.safetensors'}}");
        refused("lacks tensor ", "download both again");
    }

    @Test
    void refusesATensorInTwoShards() throws IOException {
        shard("a.safetensors", "w");
        shard("b.safetensors", "v", "w");
        index("{'weight_map': {'w': 'a.safetensors', 'v': 'b.safetensors'}}");
        refused("b.safetensors: has tensor w, which is also in ", "a.safetensors; remove one");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'../a.safetensors'",
                "'/etc/a.safetensors'",
                "'sub/a.safetensors'",
                "'sub\\\\\\\\a.safetensors'",
                "'C:a.safetensors'",
                "'..safetensors'",
                "'a.bin'",
                "'a\\u0000.safetensors'",
                "''",
                "1",
                "null",
                "['a.safetensors']",
            })
    void refusesAnIndexThatLeadsOutOfTheFolder(String shard) throws IOException {
        shard("a.safetensors", "w");
        index("{'weight_map': {'w': " + shard + "}}");
        refused("index.json: weight_map: tensor w must be in a file NAME.safetensors of this folder, found ", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{'weight_map': {}}", "{'weight_map': ['a.safetensors']}"})
    void refusesAnIndexWithoutAMap(String index) throws IOException {
        index(index);
        refused("weight_map must be an object", "");
    }

    private void refused(String problem, String remedy) {
        assertThatThrownBy(() -> Weights.open(folder))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(problem)
                .hasMessageContaining(remedy);
    }

    private void index(String json) throws IOException {
        Files.writeString(folder.resolve("model.safetensors.index.json"), json.replace('\'', '"'));
    }

    private void shard(String file, String... tensors) {
        List<SafetensorsWriter.Entry> entries = Arrays.stream(tensors)
                .map(name -> new SafetensorsWriter.Entry(name, SafetensorsWriter.Type.F32, 1))
                .toList();
        try (SafetensorsWriter writer = SafetensorsWriter.create(folder.resolve(file), Map.of(), entries)) {
            for (String tensor : tensors) {
                writer.append(tensor, FloatBuffer.wrap(new float[] {1}));
            }
            writer.finish();
        }
    }
}
