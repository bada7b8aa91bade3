package org.featurescope.db.format;

/** Words for bytes that are not what their format says. */
final class Malformed {
    private Malformed() {}

    static IllegalArgumentException at(String format, int offset, String problem) {
        return new IllegalArgumentException("malformed " + format + " at byte " + offset + ": " + problem);
    }
}
