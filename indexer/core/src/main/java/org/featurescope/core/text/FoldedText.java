package org.featurescope.core.text;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * Text as it is searched: compatibility characters decomposed (NFKD), so that ﬁ is fi and a full-width letter is a letter; unless
 * they matter, without case and without accents. Points of Hebrew and Arabic are accents, vowel signs of Indic and Thai script are
 * not. Each character remembers where it comes from.
 *
 * @param origins for each character of {@code text} the character of the original that it comes from; behind the last, the length
 *     of the original
 */
@SuppressWarnings("ArrayRecordComponent")
public record FoldedText(String text, int[] origins) {

    private static final int ASCII_END = 0x80;

    /** Without case and accents, as words are indexed. */
    public static FoldedText of(String original) {
        return of(original, false, false);
    }

    /** @param keepCase whether A and a are two letters; @param keepAccents whether é and e are */
    public static FoldedText of(String original, boolean keepCase, boolean keepAccents) {
        StringBuilder folded = new StringBuilder(original.length());
        int[] origins = new int[original.length() + 1];
        for (int at = 0; at < original.length(); ) {
            int c = original.codePointAt(at);
            int from = folded.length();
            if (c < ASCII_END) {
                folded.append((char) (!keepCase && c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c));
            } else {
                append(folded, c, keepCase, keepAccents);
            }
            origins = grown(origins, folded.length() + 1);
            Arrays.fill(origins, from, folded.length(), at);
            at += Character.charCount(c);
        }
        origins[folded.length()] = original.length();
        return new FoldedText(folded.toString(), origins);
    }

    private static int[] grown(int[] origins, int length) {
        return length <= origins.length ? origins : Arrays.copyOf(origins, 2 * length);
    }

    private static void append(StringBuilder folded, int codePoint, boolean keepCase, boolean keepAccents) {
        Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKD)
                .codePoints()
                .filter(c -> keepAccents || !isAccent(c))
                // By way of the upper case, because some letters have two lower ones, such as σ and ς.
                .map(c -> keepCase ? c : Character.toLowerCase(Character.toUpperCase(c)))
                .forEach(folded::appendCodePoint);
    }

    private static boolean isAccent(int codePoint) {
        if (Character.getType(codePoint) != Character.NON_SPACING_MARK) {
            return false;
        }
        UnicodeScript script = UnicodeScript.of(codePoint);
        return script == UnicodeScript.INHERITED || script == UnicodeScript.HEBREW || script == UnicodeScript.ARABIC;
    }

    /** Where a character of the original stands that the one at an index comes from. */
    public int origin(int index) {
        return origins[index];
    }

    /** Behind the character of the original that the one in front of an index comes from. @param end above 0 */
    public int originEnd(int end) {
        int last = origins[end - 1];
        int next = end;
        while (next < text.length() && origins[next] == last) {
            next++;
        }
        return origins[next];
    }
}
