package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.file.UnsupportedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bytes of tokens, and the files from which nobody could tell them. */
class VocabularyTest {

    private static final String BYTE_LEVEL = """
            {"added_tokens": [{"id": 3, "content": "<end>", "special": true}, {"id": 4, "content": "é →", "special": false}],
             "normalizer": null, "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false},
             "model": {"type": "BPE", "vocab": {"a": 0, "Ġb": 1, "Ã©": 2}, "merges": []}}""";

    private static final String SENTENCE_PIECE = """
            {"added_tokens": [{"id": 0, "content": "<a▁b>", "special": true}, {"id": 2, "content": "▁▁", "special": false}],
             "normalizer": {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}, "pre_tokenizer": null,
             "model": {"type": "BPE", "vocab": {"<a▁b>": 0, "<0xE2>": 1, "▁▁": 2, "▁c": 7}, "merges": [], "byte_fallback": true}}""";

    @TempDir
    Path folder;

    @Test
    void spellsByteLevelTokensAndAddedTextAsItStands() throws Exception {
        Vocabulary vocabulary = read(BYTE_LEVEL);

        assertThat(vocabulary.bytes().keySet()).containsExactly(0, 1, 2, 3, 4);
        assertThat(text(vocabulary, 1)).isEqualTo(" b");
        assertThat(text(vocabulary, 2)).isEqualTo("é");
        assertThat(text(vocabulary, 3)).isEqualTo("<end>");
        assertThat(text(vocabulary, 4)).isEqualTo("é →");
        assertThat(vocabulary.isSpecial(3)).isTrue();
        assertThat(vocabulary.isSpecial(4)).isFalse();
    }

    @Test
    void spellsSentencePieceTokensAndAddedRunsOfSpaces() throws Exception {
        Vocabulary vocabulary = read(SENTENCE_PIECE);

        assertThat(vocabulary.bytes().keySet()).containsExactly(0, 1, 2, 7);
        assertThat(text(vocabulary, 0)).isEqualTo("<a▁b>");
        assertThat(vocabulary.bytes().get(1)).containsExactly(0xE2);
        assertThat(text(vocabulary, 2)).isEqualTo("  ");
        assertThat(text(vocabulary, 7)).isEqualTo(" c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"vocab\": {            | \"words\": {   | model.vocab must be an object, token to id, found nothing",
                "\"merges\": []          | \"merges\": 1  | model.merges must be a list, found 1",
                "\"merges\": []          | \"x\": 1       | model.merges must be a list, found nothing",
                "\"a\": 0                | \"a\": -1      | model.vocab[\"a\"] must be a whole number from 0 to 4194303, found -1",
                "\"a\": 0                | \"a\": 4194304 | model.vocab[\"a\"] must be a whole number from 0 to 4194303, found 4194304",
                "\"a\": 0                | \"a\": 1e300   | model.vocab[\"a\"] must be a whole number from 0 to 4194303, found 1.0E300",
                "\"a\": 0                | \"a\": 0.5     | model.vocab[\"a\"] must be a whole number from 0 to 4194303, found 0.5",
                "\"a\": 0                | \"a\": \"0\"   | model.vocab[\"a\"] must be a whole number from 0 to 4194303, found \"0\"",
                "\"a\": 0                | \"a\": 1       | gives the id 1 to two tokens, one of them \"Ġb\"; ids must be unique",
                "\"a\": 0                | \"Ġb\": 0      | is not JSON (Duplicate",
                "\"id\": 4,              | \"id\": 5,     | added_tokens[\"é →\"].id must be 4, its id in model.vocab or the next free one",
                "\"id\": 3,              | \"id\": 2,     | added_tokens[\"<end>\"].id must be 3, its id in model.vocab",
                "\"content\": \"é →\"    | \"content\": \"<end>\" | added_tokens[\"<end>\"] stands there twice",
                "\"content\": \"é →\"    | \"content\": \"\" | an added token must have a content and a flag special, found",
                "\"merges\": []          | \"merges\": [], \"unk_token\": \"<unk>\" | model.unk_token \"<unk>\" must be a token of model.vocab"
            })
    void refusesABrokenVocabulary(String part, String broken, String complaint) {
        assertThat(BYTE_LEVEL).contains(part);
        assertThatThrownBy(() -> read(BYTE_LEVEL.replace(part, broken)))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("tokenizer.json: ")
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"type\": \"BPE\"      | \"type\": \"Unigram\" | model.type = \"Unigram\" is not supported; supported: BPE",
                "\"merges\": []         | \"merges\": [], \"dropout\": 0.1 | model.dropout = 0.1 is not supported",
                "\"merges\": []         | \"merges\": [], \"end_of_word_suffix\": \"</w>\" | model.end_of_word_suffix = \"</w>\" is not",
                "\"merges\": []         | \"merges\": [], \"continuing_subword_prefix\": \"##\" | subword_prefix = \"##\" is not",
                "\"normalizer\": null   | \"normalizer\": {\"type\": \"Lowercase\"} | normalizer.type = \"Lowercase\" is not supported",
                "\"normalizer\": null   | \"normalizer\": {\"type\": \"Precompiled\", \"precompiled_charsmap\": \"AA\"} | normalizer.type",
                "\"type\": \"ByteLevel\" | \"type\": \"FixedLength\" | neither pre-tokenizes to bytes (ByteLevel) nor has model.byte_fallback"
            })
    void refusesByNameWhatItCannotSpell(String part, String unsupported, String complaint) {
        assertThat(BYTE_LEVEL).contains(part);
        assertThatThrownBy(() -> read(BYTE_LEVEL.replace(part, unsupported)))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"type\": \"FixedLength\", \"length\": 0",
                "\"type\": \"Split\", \"pattern\": {\"String\": \" \"}, \"behavior\": \"Removed\"",
                "\"type\": \"Split\", \"pattern\": {\"String\": \"\"}, \"behavior\": \"Isolated\"",
                "\"type\": \"Metaspace\", \"replacement\": \"_\", \"prepend_scheme\": \"first\""
            })
    void refusesPreTokenizersThatLoseOrChangeText(String part) {
        assertThatThrownBy(() ->
                        read(SENTENCE_PIECE.replace("\"pre_tokenizer\": null", "\"pre_tokenizer\": {" + part + "}")))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("pre_tokenizer");
    }

    @ParameterizedTest
    @CsvSource({"'{\"String\": \"\"}', ▁", "'{\"String\": \" \"}', x", "'{\"Regex\": \"\"}', ▁"})
    void refusesAReplacementOtherThanOfSpaces(String pattern, String content) {
        String broken = SENTENCE_PIECE.replace(
                "\"pattern\": {\"String\": \" \"}, \"content\": \"▁\"",
                "\"pattern\": " + pattern + ", \"content\": \"" + content + "\"");
        assertThatThrownBy(() -> read(broken))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("normalizer");
    }

    private Vocabulary read(String json) throws Exception {
        Path file = folder.resolve("tokenizer.json");
        Files.writeString(file, json);
        return Vocabulary.of(TokenizerFile.read(file));
    }

    private static String text(Vocabulary vocabulary, int id) {
        return new String(vocabulary.bytes().get(id), StandardCharsets.UTF_8);
    }
}
