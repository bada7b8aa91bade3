package org.featurescope.pipeline.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.featurescope.core.evidence.Label;
import org.featurescope.lm.TokenContext;
import org.junit.jupiter.api.Test;

class NormalisedTextTest {

    private final Map<Integer, byte[]> vocabulary = new HashMap<>();
    private int contexts;

    @Test
    void sameTextHasTheSameKeyInAnotherContext() {
        assertThat(key(2, "a", " fine", " day", " in")).isEqualTo(key(2, "a", " fine", " day", " in"));
        assertThat(key(2, "a", " fine", " day", " in")).isNotEqualTo(key(2, "a", " fine", " day", " on"));
    }

    @Test
    void howTextIsCutIntoTokensDoesNotCountOnEitherSideOfThePeak() {
        assertThat(key(2, "a", " fine", " day", " in", " May")).isEqualTo(key(1, "a fi", "ne day", " in May"));
    }

    @Test
    void whereInTheTextThePeakStandsCounts() {
        assertThat(key(0, "so", " so", " so")).isNotEqualTo(key(1, "so", " so", " so"));
    }

    @Test
    void caseWidthsSpacesAndDigitsDoNotCount() {
        assertThat(key(1, "Straße ", "12")).isEqualTo(key(1, "STRASSE\u00A0\n\t", "\u0663\uFF17"));
        assertThat(key(0, "ﬁn", "é")).isEqualTo(key(0, "FIN", "e\u0301"));
        assertThat(key(0, "12")).isNotEqualTo(key(0, "123"));
    }

    @Test
    void only12TokensBeforeAnd4AfterCount() {
        String[] tokens = new String[30];
        Arrays.setAll(tokens, i -> " w" + (char) ('a' + i));
        long key = key(14, tokens);
        tokens[1] = " x";
        tokens[19] = " x";
        assertThat(key(14, tokens)).isEqualTo(key);
        tokens[2] = " x";
        assertThat(key(14, tokens)).isNotEqualTo(key);
        tokens[2] = " wc";
        tokens[18] = " x";
        assertThat(key(14, tokens)).isNotEqualTo(key);
    }

    @Test
    void specialTokensAreNoText() {
        int[] ids = ids("<s>", "a", " day");
        boolean[] counted = {false, true, true};

        assertThat(NormalisedText.of(vocabulary).key(context(ids, counted), 2)).isEqualTo(key(1, "a", " day"));
    }

    @Test
    void bytesThatAreNoCharacterAndTokensWithoutBytesAreSafe() {
        int[] ids = ids("a", "b");
        vocabulary.put(ids[0], new byte[] {(byte) 0xE2, (byte) 0x82});
        vocabulary.remove(ids[1]);

        assertThat(NormalisedText.of(vocabulary).text(context(ids, new boolean[] {true, true}), 0))
                .isEqualTo("\uFFFD\n");
    }

    /** Keys are kept in evidence files. */
    @Test
    void theKeyNeverChanges() {
        TokenContext context = context(ids("The ", "Cat", " 9"), new boolean[] {true, true, true});
        assertThat(NormalisedText.of(vocabulary).text(context, 1)).isEqualTo("the cat\n0");
        // printf 'the cat\n0' | sha256sum
        assertThat(key(1, "The ", "Cat", " 9")).isEqualTo(GOLDEN);
    }

    private static final long GOLDEN = 0x20d8516c72e3307fL;

    @Test
    void remembersKeysOfEachContextApart() {
        int[] one = ids("one");
        int[] two = ids("two");
        NormalisedText text = NormalisedText.of(vocabulary);
        boolean[] counted = {true};
        TokenContext first = new TokenContext(5, one, counted);
        TokenContext sameSlot = new TokenContext(5 + 1024, two, counted);

        long key = text.key(first, 0);
        assertThat(text.key(sameSlot, 0)).isNotEqualTo(key);
        assertThat(text.key(first, 0)).isEqualTo(key);
    }

    private long key(int position, String... tokens) {
        boolean[] counted = new boolean[tokens.length];
        Arrays.fill(counted, true);
        TokenContext context = context(ids(tokens), counted);
        return NormalisedText.of(vocabulary).key(context, position);
    }

    /** What the four ways of white space, case and digits come to, character by character as the definition says. */
    @Test
    void everyCharacterIsNormalisedAsDefined() {
        Pattern whiteSpace = Pattern.compile("[\\s\\p{Z}\\x{85}]+");
        Pattern digit = Pattern.compile("\\p{Nd}");
        for (int character = 0; character <= Character.MAX_CODE_POINT; character += character < 0x3100 ? 1 : 37) {
            if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
                String text = "A " + Character.toString(character) + " \u0301b" + Character.toString(character);
                String folded = nfkc(nfkc(text).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
                String spaced = whiteSpace.matcher(folded).replaceAll(" ").strip();
                assertThat(NormalisedText.normalised(text))
                        .as("U+%04X", character)
                        .isEqualTo(digit.matcher(spaced).replaceAll("0"));
            }
        }
    }

    private static String nfkc(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    private TokenContext context(int[] ids, boolean[] counted) {
        return new TokenContext(contexts++, new Label(0, null), ids, counted);
    }

    private int[] ids(String... tokens) {
        int[] ids = new int[tokens.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = vocabulary.size();
            vocabulary.put(ids[i], tokens[i].getBytes(StandardCharsets.UTF_8));
        }
        return ids;
    }
}
