package org.featurescope.web.text;

import java.lang.Character.UnicodeScript;

/** Shows characters that leave no mark on a page. Spaces stay: the style sheet marks them. */
public final class VisibleText {

    private VisibleText() {}

    /** A line break as ↵, a tab as →, another control character as its picture: all on one line. */
    public static String inLine(String text) {
        return show(text, false);
    }

    /** The same, and after ↵ the line really breaks, after → the tab really is. */
    public static String inLines(String text) {
        return show(text, true);
    }

    /** As it is, lines breaking where they do; other control characters as their pictures. */
    public static String asItIs(String text) {
        if (text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length());
        text.chars()
                .forEach(c -> shown.append(
                        Character.isISOControl(c) && c != '\n' && c != '\t' ? picture((char) c) : (char) c));
        return shown.toString();
    }

    /** How wide a text is in a font of equal widths: characters of East Asian scripts and emoji take two columns. */
    public static int columns(String text) {
        return text.codePoints().map(c -> isWide(c) ? 2 : 1).sum();
    }

    private static boolean isWide(int codePoint) {
        return codePoint >= 0x1100
                && (codePoint >= 0x1F300
                        || switch (UnicodeScript.of(codePoint)) {
                            case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> true;
                            default -> false;
                        });
    }

    private static String show(String text, boolean keepLayout) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 4);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) ? picture(c) : c);
            if (keepLayout && (c == '\n' || c == '\t')) {
                shown.append(c);
            }
        }
        return shown.toString();
    }

    private static char picture(char control) {
        return switch (control) {
            case '\n' -> '↵';
            case '\t' -> '→';
            case 0x7F -> '␡';
            default -> control < 0x20 ? (char) ('␀' + control) : '\uFFFD';
        };
    }
}
