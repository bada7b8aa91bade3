package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.file.UnsupportedException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A broken {@code tokenizer.json} gets one sentence. The library aborts the whole process on some of them, which would
 * end this test too.
 */
class TokenizerFileIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> WRONG =
            List.of("null", "\"\"", "\"x\"", "-1", "0", "4294967295", "1e300", "true", "[]", "{}", "[[]]", "[\"x\"]");

    @TempDir
    Path folder;

    @BeforeAll
    static void unpackLibraries() {
        Engine.configure(Path.of("target/native").toAbsolutePath());
    }

    /** Every value in the file, one after another, is left out and replaced by values of all types. */
    @ParameterizedTest
    @ValueSource(strings = {"llama3", "gemma", "metaspace-first"})
    void aWrongValueAnywhereGetsOneSentenceOrDoesNoHarm(String layout) throws Exception {
        String json = Files.readString(Path.of("src/test/resources/tokenizers", layout, "tokenizer.json"));
        List<String> pointers = new ArrayList<>();
        collect(JSON.readTree(json), "", pointers);
        assertThat(pointers).hasSizeGreaterThan(30);
        int refused = 0;
        for (String pointer : pointers) {
            refused += isRefused(without(JSON.readTree(json), pointer)) ? 1 : 0;
            for (String wrong : WRONG) {
                refused += isRefused(with(JSON.readTree(json), pointer, JSON.readTree(wrong))) ? 1 : 0;
            }
        }
        assertThat(refused).isGreaterThan(pointers.size());
    }

    /** Pointers to all values; of long lists and of vocabularies, to the first. */
    private static void collect(JsonNode node, String pointer, List<String> pointers) {
        boolean brief = pointer.equals("/model/vocab");
        int number = 0;
        for (String field : List.copyOf(node.propertyNames())) {
            if (!brief || number++ < 2) {
                pointers.add(pointer + "/" + field);
                collect(node.path(field), pointer + "/" + field, pointers);
            }
        }
        for (int i = 0; i < Math.min(2, node.isArray() ? node.size() : 0); i++) {
            pointers.add(pointer + "/" + i);
            collect(node.path(i), pointer + "/" + i, pointers);
        }
    }

    private static JsonNode without(JsonNode json, String pointer) {
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = json.at(pointer.substring(0, slash));
        String name = pointer.substring(slash + 1);
        if (parent instanceof ObjectNode object) {
            object.remove(name);
        } else {
            ((ArrayNode) parent).remove(Integer.parseInt(name));
        }
        return json;
    }

    private static JsonNode with(JsonNode json, String pointer, JsonNode value) {
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = json.at(pointer.substring(0, slash));
        String name = pointer.substring(slash + 1);
        if (parent instanceof ObjectNode object) {
            object.set(name, value);
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(name), value);
        }
        return json;
    }

    private boolean isRefused(JsonNode json) throws Exception {
        Files.writeString(folder.resolve("tokenizer.json"), json.toString());
        try (RoundTrip opened = RoundTrip.of(folder)) {
            assertThat(opened.tokenizer().encode("the cat\n\n  é 👩🏽‍🚀 </s>")).isNotNull();
            return false;
        } catch (MalformedFileException | UnsupportedException e) {
            assertThat(e).hasMessageContaining("tokenizer.json: ");
            assertThat(e.getMessage()).doesNotContain("\n").hasSizeLessThan(500);
            return true;
        }
    }
}
