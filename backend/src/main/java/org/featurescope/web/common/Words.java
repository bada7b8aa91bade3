package org.featurescope.web.common;

import java.text.MessageFormat;
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
     * @param values put in for {@code {0}}, {@code {1}} …; numbers are to be printed already
     * @throws java.util.MissingResourceException for a key that the file does not have
     */
    public static String of(String key, String... values) {
        String text = BUNDLE.getString(key);
        return values.length == 0 ? text : new MessageFormat(text, Locale.ROOT).format(values);
    }
}
