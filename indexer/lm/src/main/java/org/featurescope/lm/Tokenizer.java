package org.featurescope.lm;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.featurescope.lm.file.ConfigFile;
import org.featurescope.lm.file.Json;
import org.featurescope.lm.file.MalformedFileException;
import tools.jackson.databind.JsonNode;

/** The tokenizer of a model folder, and the exact bytes of its tokens. */
public final class Tokenizer implements AutoCloseable {

    private final HuggingFaceTokenizer library;
    private final Vocabulary vocabulary;
    private final OptionalInt bosToken;
    private final boolean addsBos;

    private Tokenizer(HuggingFaceTokenizer library, Vocabulary vocabulary, OptionalInt bosToken, boolean addsBos) {
        this.library = library;
        this.vocabulary = vocabulary;
        this.bosToken = bosToken;
        this.addsBos = addsBos;
        bosToken.ifPresent(vocabulary::markSpecial);
    }

    static Tokenizer open(Path folder, ConfigFile config) {
        Path file = folder.resolve("tokenizer.json");
        Vocabulary vocabulary = Vocabulary.read(file);
        Path settings = folder.resolve("tokenizer_config.json");
        JsonNode json =
                Files.isRegularFile(settings) ? Json.read(settings) : Json.parse(settings, new byte[] {'{', '}'});
        OptionalInt bos = bosToken(json, vocabulary, config);
        boolean addsBos = json.path("add_bos_token").asBoolean(bos.isPresent());
        return new Tokenizer(library(file), vocabulary, bos, addsBos);
    }

    private static HuggingFaceTokenizer library(Path file) {
        try {
            return HuggingFaceTokenizer.newInstance(
                    file, Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "false"));
        } catch (IOException | RuntimeException e) {
            throw new MalformedFileException(file, "the tokenizer cannot be made (" + e.getMessage() + ")", e);
        }
    }

    /** {@code bos_token} of the tokenizer's configuration, else {@code bos_token_id} of the model's. */
    private static OptionalInt bosToken(JsonNode settings, Vocabulary vocabulary, ConfigFile config) {
        JsonNode token = settings.path("bos_token");
        String content = token.isObject() ? token.path("content").asString("") : token.asString("");
        return vocabulary.added(content).map(OptionalInt::of).orElseGet(() -> config.id("bos_token_id"));
    }

    /** Token ids of a text; no token is put in front or at the end. */
    public int[] encode(String text) {
        Encoding encoding = library.encode(text, false, false);
        long[] ids = encoding.getIds();
        int[] result = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            result[i] = (int) ids[i];
        }
        return result;
    }

    /** Exact bytes by token id, ascending; ids may have gaps. A byte-level token may hold part of a character. */
    public Map<Integer, byte[]> tokenBytes() {
        return vocabulary.bytes();
    }

    /** Whether a token is no text: beginning or end of text, unknown, padding. */
    public boolean isSpecial(int tokenId) {
        return vocabulary.isSpecial(tokenId);
    }

    /** Whether a text's first token starts with a space that the text does not have. */
    public boolean prependsSpace() {
        return vocabulary.prependsSpace();
    }

    /** The beginning-of-text token, if the model has one. */
    public OptionalInt bosToken() {
        return bosToken;
    }

    /**
     * Whether the model expects it in front of a text: {@code add_bos_token} of the tokenizer's configuration; where
     * that is silent, whenever there is such a token, as TransformerLens does.
     */
    public boolean addsBos() {
        return addsBos;
    }

    @Override
    public void close() {
        library.close();
    }
}
