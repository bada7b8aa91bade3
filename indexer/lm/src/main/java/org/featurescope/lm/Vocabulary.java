package org.featurescope.lm;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.featurescope.lm.file.Json;
import org.featurescope.lm.file.MalformedFileException;
import tools.jackson.databind.JsonNode;

/** The exact bytes of every token, read from {@code tokenizer.json}. */
final class Vocabulary {

    /** How a tokenizer writes bytes as text. */
    private enum Spelling {
        /** GPT-2's alphabet: a printable character for each byte. */
        BYTE_LEVEL,
        /** SentencePiece: {@code ▁} is a space, {@code <0x0A>} a byte. */
        SENTENCE_PIECE
    }

    private final Map<Integer, byte[]> bytes = new TreeMap<>();
    private final Map<String, Integer> added = new TreeMap<>();
    private final BitSet special = new BitSet();
    private final boolean prependsSpace;

    private Vocabulary(Path file, JsonNode json) {
        Spelling spelling = spelling(file, json);
        prependsSpace = spelling == Spelling.SENTENCE_PIECE && mentions(json.path("normalizer"), "Prepend");
        for (Map.Entry<String, JsonNode> token : pieces(file, json).properties()) {
            bytes.put(token.getValue().intValue(), spell(token.getKey(), spelling));
        }
        for (JsonNode token : json.path("added_tokens")) {
            int id = token.path("id").intValue();
            String content = token.path("content").stringValue();
            bytes.put(id, content.getBytes(StandardCharsets.UTF_8));
            added.put(content, id);
            special.set(id, token.path("special").booleanValue());
        }
    }

    static Vocabulary read(Path file) {
        return new Vocabulary(file, Json.read(file));
    }

    private static JsonNode pieces(Path file, JsonNode json) {
        String type = json.path("model").path("type").asString("BPE");
        if (!type.equals("BPE") || !json.path("model").path("vocab").isObject()) {
            throw new MalformedFileException(
                    file, "its tokenizer model is of type " + type + "; supported: BPE (byte-level or SentencePiece)");
        }
        return json.path("model").path("vocab");
    }

    private static Spelling spelling(Path file, JsonNode json) {
        JsonNode decoder = json.path("decoder");
        if (mentions(decoder, "ByteLevel")) {
            return Spelling.BYTE_LEVEL;
        }
        if (mentions(decoder, "ByteFallback")) {
            return Spelling.SENTENCE_PIECE;
        }
        throw new MalformedFileException(
                file, "its decoder is neither ByteLevel nor has ByteFallback, so the bytes of its tokens are unknown");
    }

    /** Whether a component, or one of the sequence it is, has a type. */
    private static boolean mentions(JsonNode component, String type) {
        if (component.path("type").asString("").equals(type)) {
            return true;
        }
        JsonNode parts = component.has("decoders") ? component.path("decoders") : component.path("normalizers");
        return parts.valueStream().anyMatch(part -> mentions(part, type));
    }

    private static byte[] spell(String token, Spelling spelling) {
        return spelling == Spelling.BYTE_LEVEL ? ByteAlphabet.bytes(token) : sentencePiece(token);
    }

    private static byte[] sentencePiece(String token) {
        if (token.matches("<0x[0-9A-F]{2}>")) {
            return new byte[] {(byte) Integer.parseInt(token.substring(3, 5), 16)};
        }
        return token.replace('\u2581', ' ').getBytes(StandardCharsets.UTF_8);
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

    /** The id of an added token. */
    Optional<Integer> added(String content) {
        return Optional.ofNullable(added.get(content));
    }

    /** Whether the tokenizer puts a space in front of every text. */
    boolean prependsSpace() {
        return prependsSpace;
    }
}
