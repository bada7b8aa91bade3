package org.featurescope.web.common;

import org.jspecify.annotations.Nullable;

/**
 * HTML written by hand, for what a page repeats so often that a template takes most of its time
 * ({@code docs/decisions/029-tokens-are-written-by-hand.md}). Text and values are escaped as a template does; names of elements and
 * attributes are not, and are constants.
 */
public final class Html {

    /** Of the characters that are escaped, the one with the largest code. */
    private static final char LAST_ESCAPED = '>';

    private final StringBuilder html;

    /** @param characters that are expected */
    public Html(int characters) {
        html = new StringBuilder(characters);
    }

    /** Begins an element; attributes may follow. */
    public Html open(String element) {
        html.append('<').append(element);
        return this;
    }

    /** @param value null: the element has no such attribute */
    public Html attribute(String name, @Nullable String value) {
        if (value != null) {
            html.append(' ').append(name).append("=\"");
            escape(value);
            html.append('"');
        }
        return this;
    }

    public Html attribute(String name, int value) {
        html.append(' ').append(name).append("=\"").append(value).append('"');
        return this;
    }

    /** Ends what {@link #open} began: elements or text may follow. */
    public Html inside() {
        html.append('>');
        return this;
    }

    public Html text(String text) {
        escape(text);
        return this;
    }

    /** An element with nothing but text. */
    public Html element(String name, String text) {
        return open(name).inside().text(text).close(name);
    }

    public Html close(String element) {
        html.append("</").append(element).append('>');
        return this;
    }

    /** What is HTML already. */
    public Html html(String markup) {
        html.append(markup);
        return this;
    }

    private void escape(String text) {
        int done = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            String reference = c > LAST_ESCAPED ? null : reference(c);
            if (reference != null) {
                html.append(text, done, i).append(reference);
                done = i + 1;
            }
        }
        html.append(text, done, text.length());
    }

    private static @Nullable String reference(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            default -> null;
        };
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
