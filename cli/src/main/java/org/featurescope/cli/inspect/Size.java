package org.featurescope.cli.inspect;

import java.util.List;

/** Sizes of files and memory, in powers of 1,000. */
public final class Size {

    private static final List<String> UNITS = List.of("kB", "MB", "GB", "TB");

    private Size() {}

    /** For example {@code 21.3 MB}. */
    public static String of(long bytes) {
        if (bytes < 1000) {
            return bytes + " bytes";
        }
        double value = bytes / 1e3;
        int unit = 0;
        while (value >= 999.95 && unit < UNITS.size() - 1) {
            value /= 1e3;
            unit++;
        }
        return "%.1f %s".formatted(value, UNITS.get(unit));
    }
}
