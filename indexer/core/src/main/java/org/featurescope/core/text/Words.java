package org.featurescope.core.text;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text into words. A word is letters, digits and their marks side by side; of scripts that set no spaces (Chinese, Japanese,
 * Thai …), each character; any other visible character is a word by itself, so that code and punctuation are found too.
 */
public final class Words {

    /** Of longer ones, such as encoded data, the index knows the beginning. In characters. */
    public static final int LONGEST = 64;

    private Words() {}

    /** Takes the words of a text in order. */
    public interface Taker {

        /** @param end behind its last character */
        void word(int start, int end);
    }

    public static void forEach(CharSequence text, Taker taker) {
        int at = 0;
        while (at < text.length()) {
            int c = Character.codePointAt(text, at);
            int end = at + Character.charCount(c);
            if (isOfRun(c)) {
                while (end < text.length() && isOfRun(Character.codePointAt(text, end))) {
                    end += Character.charCount(Character.codePointAt(text, end));
                }
            }
            if (isVisible(c)) {
                taker.word(at, end);
            }
            at = end;
        }
    }

    /** The words, each as the index has it. */
    public static List<String> of(String folded) {
        List<String> words = new ArrayList<>();
        forEach(folded, (start, end) -> words.add(indexed(folded, start, end)));
        return words;
    }

    /** A word as the index has it: of a longer one the beginning. */
    public static String indexed(String folded, int start, int end) {
        int cut = Math.min(end, start + LONGEST);
        boolean split = cut < end && Character.isHighSurrogate(folded.charAt(cut - 1));
        return folded.substring(start, split ? cut - 1 : cut).replace('\0', '\ufffd');
    }

    private static boolean isVisible(int c) {
        if (c < 0x80) {
            return c > ' ' && c != 0x7f;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }

    private static boolean isOfRun(int c) {
        if (c < 0x80) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
        }
        return (Character.isLetterOrDigit(c) || isMark(c)) && !standsAlone(c);
    }

    private static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
            default -> false;
        };
    }

    private static boolean standsAlone(int c) {
        if (c < 0xE00) { // no such script lies below
            return false;
        }
        return Character.isIdeographic(c)
                || switch (UnicodeScript.of(c)) {
                    case HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR, TIBETAN -> true;
                    default -> false;
                };
    }
}
