package org.featurescope.cli.bench;

import org.jspecify.annotations.Nullable;

/** Figures for a person, a line each. */
public final class FigureTable {

    private static final String ROW = "%-56s %14s %-10s %14s %7s  %-7s %s%n";

    private FigureTable() {}

    /** What stands above the rows. */
    public static String headings() {
        return withoutTrail(ROW.formatted("", "value", "", "baseline", "ratio", "bar", "holds"));
    }

    /** The line of one figure. */
    public static String row(Figure figure) {
        return withoutTrail(ROW.formatted(
                figure.name(),
                number(figure.value()),
                figure.unit(),
                number(figure.baseline()),
                figure.ratio() == null ? "" : "%.3f".formatted(figure.ratio()),
                figure.bar() == null ? "" : figure.bar(),
                figure.holds() == null ? "" : figure.holds() ? "yes" : "NO"));
    }

    private static String withoutTrail(String lines) {
        return lines.replaceAll("(?m) +$", "");
    }

    private static String number(@Nullable Double value) {
        return value == null ? "" : value >= 100 ? "%,.0f".formatted(value) : "%.3f".formatted(value);
    }
}
