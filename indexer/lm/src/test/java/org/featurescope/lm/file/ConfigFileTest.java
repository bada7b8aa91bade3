package org.featurescope.lm.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {

    @TempDir
    private Path folder;

    @Test
    void readsTypedFields() throws IOException {
        ConfigFile config =
                json("{'n': 12, 'whole': 12.0, 'x': 1e-5, 's': 'text', 'b': true, 'id': 0, 'ids': [1, 2], 'none': null,"
                        + "'in': {'n': 3}, 'list': [[4, 5]], 'names': ['a']}");

        assertThat(config.integer("n")).isEqualTo(12);
        assertThat(config.integer("whole")).isEqualTo(12);
        assertThat(config.number("x")).isEqualTo(1e-5);
        assertThat(config.number("n")).isEqualTo(12);
        assertThat(config.text("s")).isEqualTo("text");
        assertThat(config.flag("b", false)).isTrue();
        assertThat(config.id("id")).hasValue(0);
        assertThat(config.id("ids")).isEmpty();
        assertThat(config.id("none")).isEmpty();
        assertThat(config.object("in").integer("n")).isEqualTo(3);
        assertThat(config.object("absent").has("n")).isFalse();
        assertThat(config.objects("list").get(0).integer("1")).isEqualTo(5);
        assertThat(config.objects("list").get(0).has("name")).isFalse();
        assertThat(config.texts("names")).isEqualTo(List.of("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-3", "12.5", "1e30", "3000000000", "'12'", "true", "null", "[]", "1e400"})
    void refusesWhatIsNoPositiveInt(String value) throws IOException {
        ConfigFile config = json("{'n': " + value + "}");

        assertThatThrownBy(() -> config.integer("n"))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("config.json: n must be a whole number >= 1 and < 2^31, found ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "1e30", "'x'", "true"})
    void refusesWhatIsNoTokenId(String value) throws IOException {
        ConfigFile config = json("{'n': " + value + "}");
        assertThatThrownBy(() -> config.id("n")).hasMessageContaining("config.json: n must be a token id, found ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "'1'", "{}"})
    void refusesWhatIsNoFiniteNumber(String value) throws IOException {
        ConfigFile config = json("{'n': {'x': " + value + "}}");
        assertThatThrownBy(() -> config.object("n").number("x"))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("config.json: n.x must be a finite number, found ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'n': 1, 'n': 2} | Duplicate",
                "{'n': NaN} | NaN",
                "{'n': 1} {} | is not JSON",
                "{'n': 1 | is not JSON",
                "{'n': 01} | is not JSON",
                "[1] | must hold an object of fields, found [1]",
                "'' | must hold an object of fields",
            })
    void refusesWhatIsNoJsonObject(String json, String expected) {
        assertThatThrownBy(() -> json(json))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("config.json: ")
                .hasMessageContaining(expected);
    }

    @Test
    void refusesDeepNestingLongNumbersAndEmptyFiles() {
        assertThatThrownBy(() -> json("{'n': " + "[".repeat(100_000))).hasMessageContaining("nesting depth");
        assertThatThrownBy(() -> json("{'n': " + "1".repeat(100_000))).hasMessageContaining("length");
        assertThatThrownBy(() -> json("")).hasMessageContaining("is empty");
        assertThatThrownBy(() -> ConfigFile.read(folder.resolve("absent.json"))).hasMessageContaining("not found");
    }

    @Test
    void refusesAFileThatIsTooLargeWithoutReadingIt() throws IOException {
        Path file = folder.resolve("config.json");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(10L << 30);
        }
        assertThatThrownBy(() -> ConfigFile.read(file))
                .hasMessageContaining("has 10737418240 bytes; a file of its kind has at most 16777216");
    }

    @Test
    void cutsWhatItShows() throws IOException {
        ConfigFile config = json("{'n': '" + "x".repeat(100_000) + "'}");
        assertThatThrownBy(() -> config.integer("n"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400).endsWith("…"));
    }

    @Test
    void readsYaml() throws IOException {
        ConfigFile config = yaml("""
                # written by wandb
                model_name: "google/gemma-2-2b"
                feature_input_hook: mlp.hook_in
                d_model: 2304
                scale: 0.5
                small: 1e-5
                transcoder: true
                none: null
                layers:
                  - 0
                nested:
                  value: text
                """);

        assertThat(config.text("model_name")).isEqualTo("google/gemma-2-2b");
        assertThat(config.text("feature_input_hook")).isEqualTo("mlp.hook_in");
        assertThat(config.integer("d_model")).isEqualTo(2304);
        assertThat(config.number("scale")).isEqualTo(0.5);
        assertThat(config.number("small")).isEqualTo(1e-5);
        assertThat(config.flag("transcoder", false)).isTrue();
        assertThat(config.has("none")).isFalse();
        assertThat(config.object("nested").text("value")).isEqualTo("text");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: &x [1]\\nb: *x | has the alias *x",
                "a: 1\\na: 2 | is not YAML",
                "a: [1 | is not YAML",
                "- 1 | must hold an object of fields",
                "a: 1\\n---\\nb: 2 | is not YAML",
            })
    void refusesYamlThatNoProgramWrites(String yaml, String expected) {
        assertThatThrownBy(() -> yaml(yaml.replace("\\n", "\n")))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("config.yaml: ")
                .hasMessageContaining(expected);
    }

    @Test
    void refusesDeepYamlAndAliasBombs() {
        assertThatThrownBy(() -> yaml("a: " + "[".repeat(100_000))).isInstanceOf(MalformedFileException.class);
        StringBuilder bomb = new StringBuilder("a0: &a0 [x,x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [*a%d,*a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThatThrownBy(() -> yaml(bomb.toString())).hasMessageContaining("alias *a0");
    }

    /** A tag is a word like any other: nothing is constructed. */
    @Test
    void doesNotDoWhatTagsAskFor() throws IOException {
        ConfigFile config = yaml("a: !!javax.script.ScriptEngineManager [1]\nb: !!python/object:os.system ls\n");
        assertThat(config.text("b")).isEqualTo("ls");
    }

    private ConfigFile json(String text) throws IOException {
        return ConfigFile.read(Files.writeString(folder.resolve("config.json"), text.replace('\'', '"')));
    }

    private ConfigFile yaml(String text) throws IOException {
        return ConfigFile.readYaml(Files.writeString(folder.resolve("config.yaml"), text));
    }
}
