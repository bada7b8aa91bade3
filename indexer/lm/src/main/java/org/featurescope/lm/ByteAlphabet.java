package org.featurescope.lm;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The alphabet of byte-level BPE: printable Latin-1 characters stand for themselves, the other 68 bytes for U+0100 and
 * following, in order. From {@code bytes_to_unicode} of OpenAI's GPT-2 encoder.
 */
final class ByteAlphabet {

    private static final int FIRST_MOVED = 0x100;
    private static final byte[] MOVED = moved();

    private ByteAlphabet() {}

    private static boolean standsForItself(int value) {
        return (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xFF && value != 0xAD);
    }

    private static byte[] moved() {
        ByteArrayOutputStream moved = new ByteArrayOutputStream();
        for (int value = 0; value < 256; value++) {
            if (!standsForItself(value)) {
                moved.write(value);
            }
        }
        return moved.toByteArray();
    }

    /** The bytes of a token; a token with a character outside the alphabet is text that was added as it stands. */
    static byte[] bytes(String token) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < token.length(); i++) {
            char letter = token.charAt(i);
            if (letter >= FIRST_MOVED && letter < FIRST_MOVED + MOVED.length) {
                bytes.write(MOVED[letter - FIRST_MOVED]);
            } else if (standsForItself(letter)) {
                bytes.write(letter);
            } else {
                return token.getBytes(StandardCharsets.UTF_8);
            }
        }
        return bytes.toByteArray();
    }
}
