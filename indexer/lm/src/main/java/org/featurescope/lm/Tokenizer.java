package org.featurescope.lm;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.featurescope.lm.file.ConfigFile;
import org.featurescope.lm.file.MalformedFileException;

/** The tokenizer of a model folder, and the exact bytes of its tokens. For one thread at a time. */
public final class Tokenizer implements AutoCloseable {

    private static final TokenizersLibrary LIBRARY = library();

    private final long handle;
    private final Vocabulary vocabulary;
    private final PrefixSpace prefixSpace;
    private final BosToken bos;

    private Tokenizer(TokenizerFile file, Vocabulary vocabulary, BosToken bos) {
        this.vocabulary = vocabulary;
        this.bos = bos;
        prefixSpace = file.prefixSpace();
        bos.id().ifPresent(vocabulary::markSpecial);
        handle = handle(file);
    }

    static Tokenizer open(Path folder, ConfigFile config) {
        TokenizerFile file = TokenizerFile.read(folder.resolve("tokenizer.json"));
        Vocabulary vocabulary = Vocabulary.of(file);
        return new Tokenizer(file, vocabulary, BosToken.of(folder, file, vocabulary, config));
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
            throw new MalformedFileException(file.file(), "the tokenizer cannot be made (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Token ids of a text; no token is put in front or at the end. What is written like an added token, such as
     * {@code <|endoftext|>}, becomes that token, as everywhere in the field.
     */
    public int[] encode(String text) {
        long encoding = LIBRARY.encode(handle, text, false);
        try {
            return ints(LIBRARY.getTokenIds(encoding));
        } finally {
            LIBRARY.deleteEncoding(encoding);
        }
    }

    private static int[] ints(long[] ids) {
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
