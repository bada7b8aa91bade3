package org.featurescope.cli.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.featurescope.db.store.ContextRow;
import org.featurescope.db.store.TokenRow;

/** Text of made-up words, a token each, some of them much more frequent than others, so that it compresses as text does. */
final class SyntheticText {

    static final int CONTEXT_TOKENS = 128;
    static final int CONTEXTS = 8192;

    private static final int VOCABULARY = 4096;
    private static final String CONSONANTS = "bdfgklmnprstvz";
    private static final String VOWELS = "aeiou";
    private static final int SYLLABLES = CONSONANTS.length() * VOWELS.length();

    private SyntheticText() {}

    /** A special one, then words. */
    static List<TokenRow> tokens() {
        return IntStream.range(0, VOCABULARY)
                .mapToObj(id -> new TokenRow(id, text(id).getBytes(StandardCharsets.UTF_8), id == 0))
                .toList();
    }

    static String text(int id) {
        if (id == 0) {
            return "<s>";
        }
        StringBuilder word = new StringBuilder(" ");
        for (int rest = id; rest > 0; rest /= SYLLABLES) {
            int syllable = rest % SYLLABLES;
            word.append(CONSONANTS.charAt(syllable / VOWELS.length()))
                    .append(VOWELS.charAt(syllable % VOWELS.length()));
        }
        return word.toString();
    }

    static int randomToken(Random random) {
        return 1 + (int) ((VOCABULARY - 1) * Math.pow(random.nextDouble(), 3));
    }

    static Iterable<ContextRow> contexts() {
        return () ->
                IntStream.range(0, CONTEXTS).mapToObj(SyntheticText::context).iterator();
    }

    private static ContextRow context(int number) {
        Random random = new Random(number);
        int[] tokens = new int[CONTEXT_TOKENS];
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < tokens.length; i++) {
            tokens[i] = randomToken(random);
            text.append(text(tokens[i]));
        }
        return new ContextRow(number, 0, 0, tokens, text.toString());
    }
}
