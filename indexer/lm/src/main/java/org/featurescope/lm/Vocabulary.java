package org.featurescope.lm;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.featurescope.lm.TokenizerFile.Spelling;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** The exact bytes of every token of a {@code tokenizer.json}. */
final class Vocabulary {

    /** Token ids from here on are taken for a mistake: the largest vocabularies have 262,144 tokens. */
    private static final int MAX_IDS = 1 << 22;

    private static final Pattern BYTE = Pattern.compile("<0x[0-9A-F]{2}>");

    private final TokenizerFile file;
    private final Map<Integer, byte[]> bytes = new TreeMap<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<String, Integer> added = new HashMap<>();
    private final BitSet special = new BitSet();

    private Vocabulary(TokenizerFile file) {
        this.file = file;
        readPieces();
        readAdded();
    }

    static Vocabulary of(TokenizerFile file) {
        return new Vocabulary(file);
    }

    private void readPieces() {
        for (Map.Entry<String, JsonNode> token : file.vocabulary().properties()) {
            int id = id("model.vocab[" + quoted(token.getKey()) + "]", token.getValue());
            if (bytes.put(id, spell(token.getKey())) != null) {
                throw file.malformed("model.vocab gives the id " + id + " to two tokens, one of them "
                        + quoted(token.getKey()) + "; ids must be unique");
            }
            ids.put(token.getKey(), id);
        }
    }

    private void readAdded() {
        int next = ids.size();
        for (JsonNode token : file.addedTokens()) {
            String content = token.path("content").asString("");
            if (content.isEmpty() || !token.path("special").isBoolean()) {
                throw file.malformed(
                        "an added token must have a content and a flag special, found " + TokenizerFile.shown(token));
            }
            String name = "added_tokens[" + quoted(content) + "]";
            int id = id(name + ".id", token.path("id"));
            checkNumber(name, id, ids.getOrDefault(content, next));
            if (added.put(content, id) != null) {
                throw file.malformed(name + " stands there twice");
            }
            next = Math.max(next, id + 1);
            add(id, content, token.path("special").booleanValue());
        }
    }

    /** The library numbers added tokens itself: by the vocabulary, else one after another behind it. */
    private void checkNumber(String name, int id, int byLibrary) {
        if (id != byLibrary) {
            throw file.malformed(name + ".id must be " + byLibrary
                    + ", its id in model.vocab or the next free one behind it, found " + id
                    + "; tokenizers would number it differently than this file says");
        }
    }

    /** What the model's own pieces can spell stands for their bytes; Gemma, for example, adds runs of {@code ▁}. */
    private void add(int id, String content, boolean isSpecial) {
        if (isSpecial || !bytes.containsKey(id)) {
            bytes.put(id, content.getBytes(StandardCharsets.UTF_8));
        }
        special.set(id, isSpecial);
    }

    private int id(String name, JsonNode value) {
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < 0
                || value.intValue() >= MAX_IDS) {
            throw file.malformed(name + " must be a whole number from 0 to " + (MAX_IDS - 1) + ", found "
                    + TokenizerFile.shown(value));
        }
        return value.intValue();
    }

    private static String quoted(String token) {
        return TokenizerFile.shown(StringNode.valueOf(token));
    }

    private byte[] spell(String token) {
        return file.spelling() == Spelling.BYTE_LEVEL ? ByteAlphabet.bytes(token) : sentencePiece(token);
    }

    private static byte[] sentencePiece(String token) {
        if (BYTE.matcher(token).matches()) {
            return new byte[] {(byte) Integer.parseInt(token.substring(3, 5), 16)};
        }
        return token.replace(TokenizerFile.SPACE, " ").getBytes(StandardCharsets.UTF_8);
    }

    /** Bytes by token id, ascending; ids may have gaps. */
    Map<Integer, byte[]> bytes() {
        return bytes;
    }

    boolean isSpecial(int id) {
        return special.get(id);
    }

    void markSpecial(int id) {
        special.set(id);
    }

    /** The id of a token, by what it is written as in the file. */
    OptionalInt find(String token) {
        Integer id = added.getOrDefault(token, ids.get(token));
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** Whether a text begins with an added token, as it is written. */
    boolean startsWithAdded(String text) {
        return added.keySet().stream().anyMatch(text::startsWith);
    }
}
