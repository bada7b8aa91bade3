package org.featurescope.pipeline.export;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.featurescope.db.store.TokenRow;

/** Tokens as strings. One that holds no whole characters is spelled {@code <0xC3>}, byte by byte, so that nothing is lost. */
final class TokenTexts {

    private final Map<Integer, String> texts = new HashMap<>();

    TokenTexts(Map<Integer, TokenRow> tokens) {
        tokens.forEach((id, token) -> texts.put(id, text(token.bytes())));
    }

    String of(int id) {
        return texts.getOrDefault(id, "⟨" + id + "⟩");
    }

    private static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            StringBuilder spelled = new StringBuilder();
            for (byte one : bytes) {
                spelled.append("<0x%02X>".formatted(one));
            }
            return spelled.toString();
        }
    }
}
