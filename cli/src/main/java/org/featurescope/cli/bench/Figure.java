package org.featurescope.cli.bench;

import org.jspecify.annotations.Nullable;

/**
 * One measured number; the record is the JSON.
 *
 * @param name for example {@code forward}
 * @param unit for example {@code tokens/s}
 * @param baseline the number it is compared with, in the same unit; null: none
 * @param ratio value over baseline
 * @param bar what the ratio, or without a baseline the value, should be, for example {@code >= 1.0}; null: nothing is asked
 * @param holds whether it is; null without a bar
 */
public record Figure(
        String name,
        double value,
        String unit,
        @Nullable Double baseline,
        @Nullable Double ratio,
        @Nullable String bar,
        @Nullable Boolean holds) {

    /** A number by itself. */
    static Figure of(String name, double value, String unit) {
        return new Figure(name, value, unit, null, null, null, null);
    }

    /** A number beside another, of which nothing is asked. */
    static Figure beside(String name, double value, String unit, double baseline) {
        return new Figure(name, value, unit, baseline, value / baseline, null, null);
    }

    /** A number that should be at least so many times another. */
    static Figure atLeast(String name, double value, String unit, double baseline, double bar) {
        double ratio = value / baseline;
        return new Figure(name, value, unit, baseline, ratio, ">= " + bar, ratio >= bar);
    }

    /** A number that should be at most so many times another. */
    static Figure atMost(String name, double value, String unit, double baseline, double bar) {
        double ratio = value / baseline;
        return new Figure(name, value, unit, baseline, ratio, "<= " + bar, ratio <= bar);
    }

    /** A number that should be at most so large. */
    static Figure atMost(String name, double value, String unit, double bar) {
        return new Figure(name, value, unit, null, null, "<= " + (long) bar, value <= bar);
    }
}
