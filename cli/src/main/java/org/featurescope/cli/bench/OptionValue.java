package org.featurescope.cli.bench;

/** Checks what a person gave. */
final class OptionValue {

    private OptionValue() {}

    static void require(String option, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(option + " must be >= " + least + ", got " + value);
        }
    }
}
