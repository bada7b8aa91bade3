package org.featurescope.web.text;

import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows characters that leave no mark on a page. Spaces stay: the style sheet marks them. */
public final class VisibleText {

    /** Of longer texts, such as one token of ten thousand letters, only the beginning is shown. */
    private static final int MOST_CHARACTERS = 600;

    private static final int MOST_STACKED = 8;
    private static final int ZWNJ = 0x200C;
    private static final int ZWJ = 0x200D;

    private VisibleText() {}

    /**
     * A line break as ↵, a tab as →, another control character as its picture, one that only directs text, or has no width, by its
     * number like {@code ⟨202E⟩}: all on one line. Of many marks on one letter the first stands, with how many there are; of a very long text the
     * beginning is shown, with how many characters follow.
     */
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

    /** A passage on one line, special tokens left out, with an ellipsis where it is cut. */
    public static String glimpse(Passage passage) {
        String text = Stream.of(passage.before(), List.of(passage.peak()), passage.after())
                .flatMap(List::stream)
                .filter(piece -> !piece.special())
                .map(piece -> inLine(piece.text()))
                .collect(Collectors.joining());
        return (passage.cutBefore() ? "…" : "") + text + (passage.cutAfter() ? "…" : "");
    }

    private static String show(String text, boolean keepLayout) {
        if (text.length() <= MOST_CHARACTERS && text.codePoints().noneMatch(c -> isHidden(c) || isStacking(c))) {
            return text;
        }
        StringBuilder shown = new StringBuilder(Math.min(text.length(), MOST_CHARACTERS) + 16);
        int i = 0;
        while (i < text.length() && i < MOST_CHARACTERS) {
            int c = text.codePointAt(i);
            show(c, keepLayout, shown);
            int end = isStacking(c) ? endOfStack(text, i) : i;
            int height = text.codePointCount(i, end);
            if (height > MOST_STACKED) {
                shown.append("⟨×").append(height).append('⟩');
                i = end;
            } else {
                i += Character.charCount(c);
            }
        }
        if (i < text.length()) {
            shown.append("⟨+").append(text.length() - i).append('⟩');
        }
        return shown.toString();
    }

    private static void show(int codePoint, boolean keepLayout, StringBuilder shown) {
        if (isHidden(codePoint)) {
            shown.append(picture(codePoint));
        }
        if (!isHidden(codePoint) || keepLayout && (codePoint == '\n' || codePoint == '\t')) {
            shown.appendCodePoint(codePoint);
        }
    }

    private static int endOfStack(String text, int from) {
        int end = from;
        while (end < text.length() && isStacking(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    /** Marks and characters without width: many in a row are a tower, or nothing at all. */
    private static boolean isStacking(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> true;
            default -> false;
        };
    }

    /** Joiners and variation selectors are part of the characters beside them, so they stay as they are. */
    private static boolean isHidden(int codePoint) {
        return Character.isISOControl(codePoint)
                || codePoint == 0x2028
                || codePoint == 0x2029
                || Character.getType(codePoint) == Character.FORMAT
                        && codePoint != ZWNJ
                        && codePoint != ZWJ
                        && !isTag(codePoint);
    }

    /** Tags follow a black flag, and say which: 🏴󠁧󠁢󠁳󠁣󠁴󠁿. */
    private static boolean isTag(int codePoint) {
        return codePoint >= 0xE0020 && codePoint <= 0xE007F;
    }

    private static String picture(int codePoint) {
        return Character.isISOControl(codePoint)
                ? String.valueOf(picture((char) codePoint))
                : String.format(Locale.ROOT, "⟨%04X⟩", codePoint);
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
