package org.featurescope.core.format;

/** Words for bytes that are not what their format says. */
public final class Malformed {
    private Malformed() {}

    public static IllegalArgumentException at(String format, int offset, String problem) {
        return new IllegalArgumentException("malformed " + format + " at byte " + offset + ": " + problem);
    }
}
