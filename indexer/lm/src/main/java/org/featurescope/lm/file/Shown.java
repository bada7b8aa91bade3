package org.featurescope.lm.file;

/** What files hold, as it may stand in a message: short, on one line. */
public final class Shown {

    private static final int MAX_CHARACTERS = 100;

    private Shown() {}

    /** In quotes, without control characters, cut after 100 characters. */
    public static String text(String text) {
        return '"' + plain(text) + '"';
    }

    /** Without quotes: for names and values of files that are as they should be, such things are left as they are. */
    public static String plain(String text) {
        return text.codePointCount(0, text.length()) > MAX_CHARACTERS
                ? line(text.substring(0, text.offsetByCodePoints(0, MAX_CHARACTERS))) + "…"
                : line(text);
    }

    /** The whole of it, without control characters: for messages that may quote a file. */
    static String line(String text) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().forEach(character -> {
            boolean visible = !Character.isISOControl(character)
                    && Character.getType(character) != Character.FORMAT
                    && Character.getType(character) != Character.SURROGATE
                    && Character.getType(character) != Character.LINE_SEPARATOR
                    && Character.getType(character) != Character.PARAGRAPH_SEPARATOR;
            if (visible) {
                shown.appendCodePoint(character);
            } else {
                shown.append(String.format("\\u%04x", character));
            }
        });
        return shown.toString();
    }
}
