package org.featurescope.web.common;

import java.util.Locale;
import java.util.ResourceBundle;

/**
 * The text of the interface, from {@code messages.properties}, for what is said in Java; templates read the same file as
 * {@code #{key}}.
 */
public final class Words {

    private static final ResourceBundle BUNDLE = ResourceBundle.getBundle("messages", Locale.ROOT);

    private Words() {}

    /**
     * @param values put in for {@code {0}}, {@code {1}} …, printed already
     * @throws java.util.MissingResourceException for a key that the file does not have
     */
    public static String of(String key, String... values) {
        String text = BUNDLE.getString(key);
        return values.length == 0 ? text : filled(text, values);
    }

    /** What a MessageFormat would make of it, without reading a pattern for each bar of a histogram. */
    private static String filled(String text, String... values) {
        StringBuilder filled = new StringBuilder(text.length() + 32);
        int from = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
            int close = text.indexOf('}', open);
            filled.append(text, from, open).append(values[Integer.parseInt(text, open + 1, close, 10)]);
            from = close + 1;
        }
        return filled.append(text, from, text.length()).toString();
    }
}
