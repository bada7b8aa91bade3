package org.featurescope.web.text;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The vocabularies in use, each read once and kept: a tokenizer in the database never changes. */
@Component
public final class Vocabularies {

    private final TokenRepository tokens;
    private final Map<Integer, Vocabulary> byTokenizer = new ConcurrentHashMap<>();

    Vocabularies(TokenRepository tokens) {
        this.tokens = tokens;
    }

    /** @param tokenizerId key of the table {@code tokenizer} */
    public Vocabulary get(int tokenizerId) {
        return byTokenizer.computeIfAbsent(tokenizerId, id -> new Vocabulary(tokens.tokensOf(id)));
    }
}
