package org.featurescope.cli.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Figures for a person. */
public final class FigureTable {

    private static final String ROW = "%-38s %14s %-10s %14s %7s  %-7s %s%n";

    private FigureTable() {}

    /** One line for each, below a line of headings. */
    public static String of(List<Figure> figures) {
        StringBuilder table = new StringBuilder(ROW.formatted("", "value", "", "baseline", "ratio", "bar", "holds"));
        figures.forEach(figure -> table.append(row(figure)));
        return withoutTrail(table.toString());
    }

    /** The line of one. */
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
