package org.featurescope.lm.sae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.featurescope.lm.file.MalformedFileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SaeFolderTest {

    private static final Path FIXTURES = Path.of("src/test/resources/sae");

    @TempDir
    Path temp;

    @Test
    void asksWhichOfSeveralFormatsAFolderIsOf() throws IOException {
        EditedSae both = EditedSae.of("saelens-topk", temp.resolve("both"));
        Files.copy(
                FIXTURES.resolve("gemma-scope-moved/params.npz"), both.folder().resolve("params.npz"));

        assertThatThrownBy(both::read)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("both", "SAELens", "Gemma Scope", "format=NAME");
        assertThat(both.read("format=saelens").architecture()).isEqualTo("topk");
        assertThat(both.read("format=Gemma Scope", "hook=hook_embed").architecture())
                .isEqualTo("jumprelu");
    }

    static Stream<Path> fixtures() throws IOException {
        try (Stream<Path> files = Files.walk(FIXTURES)) {
            List<Path> folders = new ArrayList<>(files.filter(file -> file.endsWith("reference.json"))
                    .map(Path::getParent)
                    .toList());
            folders.add(FIXTURES.resolve("sparsify"));
            return folders.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void recognisesExactlyOneFormat(Path folder) {
        assertThat(SaeFolder.recognised(new SaeFiles(folder))).hasSize(1);
    }

    @Test
    void asksWhichOfTwoLayoutsOfOneFolder() throws IOException {
        EditedSae both = EditedSae.of("transcoders", temp.resolve("both"));
        Files.copy(
                FIXTURES.resolve("cross-layer/W_enc_0.safetensors"),
                both.folder().resolve("W_enc_0.safetensors"));

        assertThatThrownBy(both::readAll)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("per-layer transcoders", "cross-layer transcoder", "format=NAME");
        assertThat(both.readAll("format=cross-layer transcoder")).hasSize(1);
    }

    @Test
    void saysWhatAFolderHoldsThatHoldsNoSae() throws IOException {
        Files.writeString(temp.resolve("notes.txt"), "none");

        assertThat(SaeFolder.isSae(temp)).isFalse();
        assertThatThrownBy(() -> SaeFolder.read(temp, SaeOptions.NONE))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContainingAll("SAELens", "notes.txt");
    }

    @Test
    void refusesAFolderThatIsNotThere() {
        assertThatThrownBy(() -> SaeFolder.read(temp.resolve("gone"), SaeOptions.NONE))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("is not a folder");
    }

    @ParameterizedTest
    @CsvSource({
        "colour, red, 'unknown option colour'",
        "k, many, 'k of an SAE must be a whole number, got \"many\"'",
        "centred, yes, 'centred of an SAE must be true or false'",
        "scale, wide, 'scale of an SAE must be a number'",
        "layers, 0;x, layers of an SAE must be whole numbers",
        "format, origami, format must be one of",
    })
    void refusesOptionsThatItDoesNotUnderstand(String key, String value, String words) {
        assertThatThrownBy(() -> SaeFolder.read(FIXTURES.resolve("saelens-topk"), SaeOptions.of(Map.of(key, value))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
