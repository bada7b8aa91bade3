package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.featurescope.lm.file.ConfigFile;
import org.featurescope.lm.file.MalformedFileException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BosTokenTest {

    private static final String TEMPLATE = """
            {"type": "Sequence", "processors": [{"type": "ByteLevel"}, {"type": "TemplateProcessing",
             "single": [{"SpecialToken": {"id": "<t>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
             "special_tokens": {"<t>": {"id": "<t>", "ids": [2], "tokens": ["<t>"]}}}]}""";

    private static final BosToken NONE = new BosToken(OptionalInt.empty(), false);

    @TempDir
    Path folder;

    /** In words: what tokenizer_config.json says, whether tokenizer.json has a template, what config.json says. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            nullValues = "-",
            value = {
                // GPT-2 and Pythia: silent, so whenever there is a token
                "{}                                              | no  | {\"bos_token_id\": 1}    | 1 | true",
                "{\"bos_token\": \"<s>\"}                        | no  | {}                       | 1 | true",
                "{\"bos_token\": {\"content\": \"<s>\"}}         | no  | {\"bos_token_id\": 2}    | 1 | true",
                // Llama 2, and who switches it off
                "{\"bos_token\": \"<s>\", \"add_bos_token\": true}  | yes | {}                    | 1 | true",
                "{\"bos_token\": \"<s>\", \"add_bos_token\": false} | yes | {}                    | 1 | false",
                // Llama 3: only the template
                "{\"bos_token\": \"<t>\"}                        | yes | {\"bos_token_id\": 2}    | 2 | true",
                "{}                                              | yes | {}                       | 2 | true",
                "{\"bos_token\": null}                           | yes | {}                       | 2 | true",
                // Qwen: a token that --bos always can ask for, but null where the tokenizer would name one
                "{\"bos_token\": null}                           | no  | {\"bos_token_id\": 1}    | 1 | false",
                "{\"bos_token\": null, \"add_bos_token\": false} | no  | {\"bos_token_id\": 1}    | 1 | false",
                "{\"add_bos_token\": true}                       | no  | {\"bos_token_id\": 1}    | 1 | true"
            })
    void followsTheConfiguration(String settings, String template, String config, int id, boolean added)
            throws Exception {
        assertThat(bos(settings, template.equals("yes"), config)).isEqualTo(new BosToken(OptionalInt.of(id), added));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"bos_token_id\": null}",
                "{\"bos_token_id\": 0}",
                "{\"bos_token_id\": 77}",
                "{\"bos_token_id\": -1}",
                "{\"bos_token_id\": [1]}"
            })
    void isAbsentIfNoSpecialTokenIsNamed(String config) throws Exception {
        assertThat(bos("{}", false, config)).isEqualTo(NONE);
    }

    @Test
    void needsNoConfigurationOfTheTokenizer() throws Exception {
        assertThat(bos(null, false, "{\"bos_token_id\": 1}")).isEqualTo(new BosToken(OptionalInt.of(1), true));
    }

    @Test
    void refusesATokenThatTheTokenizerLacks() {
        assertThatThrownBy(() -> bos("{\"bos_token\": \"<bos>\"}", false, "{}"))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageEndingWith(
                        "tokenizer_config.json: bos_token must be a token of tokenizer.json, or null if there"
                                + " is none, found \"<bos>\"");
    }

    @Test
    void refusesAFlagThatIsNone() {
        assertThatThrownBy(() -> bos("{\"add_bos_token\": \"yes\"}", false, "{}"))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageEndingWith("add_bos_token must be true or false, found \"yes\"");
    }

    private BosToken bos(@Nullable String settings, boolean template, String config) throws Exception {
        if (settings != null) {
            Files.writeString(folder.resolve("tokenizer_config.json"), settings);
        }
        Files.writeString(folder.resolve("config.json"), config);
        Files.writeString(folder.resolve("tokenizer.json"), """
                {"added_tokens": [{"id": 1, "content": "<s>", "special": true}, {"id": 2, "content": "<t>", "special": true}],
                 "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false}, "post_processor": %s,
                 "model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}}""".formatted(template ? TEMPLATE : "null"));
        TokenizerFile file = TokenizerFile.read(folder.resolve("tokenizer.json"));
        return BosToken.of(folder, file, Vocabulary.of(file), ConfigFile.read(folder.resolve("config.json")));
    }
}
