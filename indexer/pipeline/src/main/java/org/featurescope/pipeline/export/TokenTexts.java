package org.featurescope.pipeline.export;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.featurescope.core.text.TokenText;
import org.featurescope.db.store.TokenRow;

/** Tokens as strings. In the Neuronpedia layout one that holds no whole characters is spelled {@code <0xC3>}, byte by byte. */
final class TokenTexts {

    private final Map<Integer, TokenRow> tokens;
    private final Map<Integer, String> texts = new HashMap<>();

    TokenTexts(Map<Integer, TokenRow> tokens) {
        this.tokens = tokens;
        tokens.forEach((id, token) -> texts.put(id, text(token.bytes())));
    }

    String of(int id) {
        return texts.getOrDefault(id, "⟨" + id + "⟩");
    }

    /** As pages and tables name a token: bytes that are no text by themselves as {@code ⟨E6 97⟩}. */
    String name(int id) {
        return TokenText.name(bytes(id));
    }

    /** Of a context, a text for each token; a character that several form stands at the one with the largest activation. */
    List<String> texts(int[] ids, float[] activations) {
        return TokenText.texts(Arrays.stream(ids).mapToObj(this::bytes).toList(), activations);
    }

    private byte[] bytes(int id) {
        TokenRow token = tokens.get(id);
        return token == null ? new byte[0] : token.bytes();
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
