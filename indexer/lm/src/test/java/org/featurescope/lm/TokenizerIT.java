package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** The bytes of a text's tokens are the bytes of the text: in many scripts, for both kinds of tokenizer. */
class TokenizerIT {

    private static final List<String> DOCUMENTS = new ArrayList<>();

    @BeforeAll
    static void readDocuments() throws IOException {
        Engine.configure(Path.of("target/native").toAbsolutePath());
        JsonMapper json = new JsonMapper();
        for (String line : Files.readAllLines(Path.of("../../demo/corpus/demo-corpus.jsonl"))) {
            DOCUMENTS.add(json.readTree(line).path("text").stringValue());
        }
        DOCUMENTS.add("👩‍👩‍👧 e\u0301 \u200Fעברית\u0000\r\n\t  two  spaces \uD83C\uDDEB\uD83C\uDDF7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../../demo/babel-4l", "src/test/resources/tiny-llama", "src/test/resources/tiny-gpt2-sharded"})
    void tokensOfATextHoldItsBytes(String folder) {
        try (Tokenizer tokenizer = ModelFolder.open(Path.of(folder)).tokenizer()) {
            for (String text : DOCUMENTS) {
                String expected = tokenizer.prependsSpace() ? " " + text : text;
                assertThat(decode(tokenizer, tokenizer.encode(text))).isEqualTo(expected);
            }
        }
    }

    private static String decode(Tokenizer tokenizer, int[] ids) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            bytes.writeBytes(Objects.requireNonNull(tokenizer.tokenBytes().get(id)));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
