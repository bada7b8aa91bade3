package org.featurescope.lm;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.featurescope.lm.file.ConfigFile;
import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.file.Shown;
import org.featurescope.lm.file.UnsupportedException;

/** The tokenizer of a model folder, and the exact bytes of its tokens. For one thread at a time. */
public final class Tokenizer implements AutoCloseable {

    private static final TokenizersLibrary LIBRARY = library();

    private final long handle;
    private final Vocabulary vocabulary;
    private final PrefixSpace prefixSpace;
    private final BosToken bos;
    private final int modelTokens;

    private Tokenizer(TokenizerFile file, Vocabulary vocabulary, BosToken bos, int modelTokens) {
        this.vocabulary = vocabulary;
        this.bos = bos;
        this.modelTokens = modelTokens;
        prefixSpace = file.prefixSpace();
        bos.id().ifPresent(vocabulary::markSpecial);
        handle = handle(file);
    }

    /** @param modelTokens how many the model has an embedding for; the tokenizer may know more or fewer */
    static Tokenizer open(Path folder, ConfigFile config, int modelTokens) {
        TokenizerFile file = TokenizerFile.read(folder.resolve("tokenizer.json"));
        Vocabulary vocabulary = Vocabulary.of(file);
        return new Tokenizer(file, vocabulary, BosToken.of(folder, file, vocabulary, config), modelTokens);
    }

    /** The bare library: DJL's own class copies texts, spans and masks of every token, and is half as fast. */
    private static TokenizersLibrary library() {
        LibUtils.checkStatus();
        return TokenizersLibrary.LIB;
    }

    private static long handle(TokenizerFile file) {
        try {
            return LIBRARY.createTokenizerFromString(file.forEncoding());
        } catch (RuntimeException e) {
            String reason = Shown.plain(String.valueOf(e.getMessage())); // it quotes the file
            throw new MalformedFileException(file.file(), "the tokenizer cannot be made (" + reason + ")", e);
        }
    }

    /**
     * Token ids of a text; no token is put in front or at the end. What is written like an added token, such as
     * {@code <|endoftext|>}, becomes that token, as everywhere in the field.
     *
     * @throws UnsupportedException if the text holds a token for which the model has no embedding
     */
    public int[] encode(String text) {
        long encoding = LIBRARY.encode(handle, text, false);
        try {
            return known(LIBRARY.getTokenIds(encoding));
        } finally {
            LIBRARY.deleteEncoding(encoding);
        }
    }

    private int[] known(long[] ids) {
        int[] result = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] >= modelTokens) {
                throw noEmbedding((int) ids[i]);
            }
            result[i] = (int) ids[i];
        }
        return result;
    }

    private UnsupportedException noEmbedding(int id) {
        String token = new String(vocabulary.bytes().getOrDefault(id, new byte[0]), StandardCharsets.UTF_8);
        return new UnsupportedException("a text holds the token " + Shown.text(token) + ", number " + id
                + " of the tokenizer, but the model has embeddings for " + modelTokens
                + " tokens only; take it out of the corpus");
    }

    /** Exact bytes by token id, ascending; ids may have gaps. A byte-level token may hold part of a character. */
    public Map<Integer, byte[]> tokenBytes() {
        return vocabulary.bytes();
    }

    /** Whether a token is no text: beginning or end of text, unknown, padding, the marks of a chat. */
    public boolean isSpecial(int tokenId) {
        return vocabulary.isSpecial(tokenId);
    }

    /** Whether the first token of a text starts with a space that the text does not have. */
    public boolean prependsSpace(String text) {
        return prefixSpace.before(text) && !vocabulary.startsWithAdded(text);
    }

    /** The beginning-of-text token, if the model has one. */
    public OptionalInt bosToken() {
        return bos.id();
    }

    /** Whether the model expects it in front of a text, by its configuration. */
    public boolean addsBos() {
        return bos.added();
    }

    @Override
    public void close() {
        LIBRARY.deleteTokenizer(handle);
    }
}
