package org.featurescope.db.store;

import java.util.regex.Pattern;

/** The rules that several rows share. */
final class Require {
    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]+");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private Require() {}

    static void atLeast(long least, long value, String what) {
        if (value < least) {
            throw new IllegalArgumentException(what + " must be >= " + least + ", got " + value);
        }
    }

    static void addressName(String name, String what) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + " must be lower-case letters, digits, '.', '_', '-', got '" + name + "'");
        }
    }

    static void sha256(String hash, String what) {
        if (!SHA256.matcher(hash).matches()) {
            throw new IllegalArgumentException(what + " must be 64 lower-case hexadecimal digits, got '" + hash + "'");
        }
    }

    static void finite(double value, String what) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(what + " must be finite, got " + value);
        }
    }
}
