package org.featurescope.pipeline.imports;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What token strings of a dump stand for. Most are the text itself. Some tools print the spelling of a byte-level vocabulary, in which
 * {@code Ã³n} is {@code ón}, often with {@code Ġ} and a few others put right already; or that of SentencePiece, in which {@code ▁} is a
 * space. Whether a dump does so is decided by all its strings, and only if they show it.
 */
enum TokenSpelling {
    TEXT("text"),
    BYTE_LEVEL("bytes as GPT-2 spells them"),
    SENTENCE_PIECE("pieces as SentencePiece spells them");

    /** What tools put in place of the spelling of frequent punctuation. */
    private static final String PUT_RIGHT = "—–‘’“”\u200b";

    /** Bytes that are no whole characters; SentencePiece spells them so, and so do our own exports. */
    private static final Pattern BYTE_TOKENS = Pattern.compile("(?:<0x[0-9A-F]{2}>)+");

    private static final char SPACE_MARK = '▁';

    /** GPT-2's alphabet: printable characters of Latin-1 are themselves, other bytes are U+0100 and following. */
    private static final Map<Character, Byte> BYTES = bytes();

    private static final Set<String> SPECIAL = Set.of(
            "<|endoftext|>",
            "<|begin_of_text|>",
            "<|end_of_text|>",
            "<bos>",
            "<eos>",
            "<pad>",
            "<unk>",
            "<s>",
            "</s>",
            "[BOS]",
            "[EOS]",
            "[PAD]",
            "[CLS]",
            "[SEP]");

    private final String words;

    TokenSpelling(String words) {
        this.words = words;
    }

    /** How manifests call it. */
    String words() {
        return words;
    }

    private static Map<Character, Byte> bytes() {
        Map<Character, Byte> bytes = new HashMap<>();
        char next = 0x100;
        for (int value = 0; value < 256; value++) {
            boolean itself = value >= '!' && value <= '~' || value >= 0xA1 && value <= 0xAC || value >= 0xAE;
            bytes.put(itself ? (char) value : next++, (byte) value);
        }
        return bytes;
    }

    /** @param strings all different ones of a dump */
    static TokenSpelling of(Collection<String> strings) {
        long byteLevel = 0;
        long pieces = 0;
        boolean foreign = false;
        boolean spaces = false;
        for (String string : strings) {
            pieces += string.indexOf(SPACE_MARK) == 0 ? 1 : 0;
            spaces |= string.startsWith(" ");
            foreign |= string.chars().anyMatch(TokenSpelling::isForeign);
            byteLevel += showsBytes(string) ? 1 : 0;
        }
        if (byteLevel > 0 && !foreign) {
            return BYTE_LEVEL;
        }
        return pieces * 20 > strings.size() && !spaces ? SENTENCE_PIECE : TEXT;
    }

    /** What a byte-level spelling cannot hold. */
    private static boolean isForeign(int character) {
        return character > 0x143 && PUT_RIGHT.indexOf(character) < 0;
    }

    /** A space or a whole character beyond ASCII, spelled in bytes: nobody writes such text. */
    private static boolean showsBytes(String string) {
        if (string.length() > 1 && string.charAt(0) == 'Ġ' && string.charAt(1) < 0x80) {
            return true;
        }
        byte[] bytes = string.chars().anyMatch(c -> c >= 0x100 && c <= 0x143) ? byteLevel(string) : null;
        if (bytes == null || string.chars().filter(c -> c >= 0xA1).count() < 2) {
            return false;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Null where a character is of no byte, such as what a tool has put right. */
    private static byte @Nullable [] byteLevel(String string) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            Byte value = BYTES.get(c);
            if (value == null && c > ' ' || c == 0x7f) {
                return null;
            }
            bytes.write(value == null ? c : value);
        }
        return bytes.toByteArray();
    }

    /** The bytes of a token. */
    byte[] bytes(String string) {
        if (BYTE_TOKENS.matcher(string).matches()) {
            return HexFormat.of().parseHex(string.replaceAll("<0x|>", ""));
        }
        byte[] spelled = this == BYTE_LEVEL ? byteLevel(string) : null;
        if (spelled != null) {
            return spelled;
        }
        if (this == SENTENCE_PIECE) {
            return string.replace(SPACE_MARK, ' ').getBytes(StandardCharsets.UTF_8);
        }
        return string.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether it is no text, by the names that the field's tokenizers give to such tokens. */
    static boolean isSpecial(String string) {
        return SPECIAL.contains(string);
    }
}
