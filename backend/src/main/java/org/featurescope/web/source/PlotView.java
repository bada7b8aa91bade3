package org.featurescope.web.source;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.featurescope.web.catalog.RunFacts;
import org.featurescope.web.chart.Axis;
import org.featurescope.web.chart.Scale;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Words;
import org.featurescope.web.source.PlotFacts.Cell;
import org.featurescope.web.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * The plot of a list as its template shows it: cells that lead to the list of the features in them, and what a script needs to draw
 * each feature instead.
 *
 * @param columns how many units wide the drawing is
 * @param rows how many units high it is
 * @param list address of the list without what is plotted, to which a script adds a region
 * @param note what is not drawn; null: everything is
 */
public record PlotView(
        AxisView x,
        AxisView y,
        int columns,
        int rows,
        List<CellView> cells,
        String points,
        String list,
        String drawn,
        @Nullable String note,
        List<Option> xOptions,
        List<Option> yOptions) {

    private static final int SHADES = 8;

    /** @param percent what values are multiplied with to be printed: 100 for shares, otherwise 1 */
    public record AxisView(
            String metric, String title, String scale, double low, double high, int factor, List<Tick> ticks) {}

    /** @param at where it stands, as a percentage from the left or from the top */
    public record Tick(String at, String text) {}

    /** @param y from the top */
    public record CellView(int x, int y, String shade, String url, String title) {}

    public record Option(String value, String title, boolean chosen) {}

    /** @param html address of the page without parameters, pinned or not */
    static PlotView of(PlotFacts plot, ListQuery query, RunFacts run, String html, String nouns, int matching) {
        Axis x = plot.xAxis();
        Axis y = plot.yAxis();
        int most = plot.cells().stream().mapToInt(Cell::features).max().orElse(1);
        ListQuery elsewhere =
                query.with(query.x().metric(), Range.ALL).with(query.y().metric(), Range.ALL);
        return new PlotView(
                axis(query.x(), x, false, query, run),
                axis(query.y(), y, true, query, run),
                plot.columns(),
                plot.rows(),
                plot.cells().stream()
                        .map(cell -> cell(cell, plot, x, y, query, html, nouns, most))
                        .toList(),
                plot.points(),
                elsewhere.on(html),
                Numbers.count(plot.drawn()),
                plot.drawn() == matching
                        ? null
                        : Words.of(
                                "plot.undrawn",
                                Numbers.count((long) matching - plot.drawn()),
                                Numbers.count(matching),
                                nouns),
                options(query.x(), run),
                options(query.y(), run));
    }

    private static AxisView axis(AxisChoice choice, Axis axis, boolean upward, ListQuery query, RunFacts run) {
        int factor = isShare(choice.metric()) ? 100 : 1;
        return new AxisView(
                choice.metric().parameter(),
                title(choice, query, run),
                choice.scale().parameter(),
                axis.low(),
                axis.high(),
                factor,
                axis.ticks().stream()
                        .map(value -> new Tick(
                                percentage(upward ? 1 - axis.position(value) : axis.position(value)),
                                number(factor * value)))
                        .toList());
    }

    private static String title(AxisChoice choice, ListQuery query, RunFacts run) {
        String title = choice.metric().title();
        if (choice.metric() == Metric.AUC) {
            title = query.label() == null
                    ? Words.of("plot.best", title)
                    : Words.of("plot.label", title, VisibleText.inLine(query.label()));
        }
        title = isShare(choice.metric()) ? Words.of("plot.percent", title) : title;
        return choice.scale() == Scale.LOG ? Words.of("plot.log", title) : title;
    }

    private static boolean isShare(Metric metric) {
        return metric == Metric.DENSITY || metric == Metric.LOOKUP_SHARE;
    }

    private static String percentage(double share) {
        return String.format(Locale.ROOT, "%.2f%%", 100 * share);
    }

    private static String number(double value) {
        BigDecimal exact = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros();
        double magnitude = Math.abs(value);
        String text = value == 0 || magnitude >= 1e-4 && magnitude < 1e6
                ? exact.toPlainString()
                : exact.unscaledValue() + "e" + -exact.scale();
        return text.replace('-', '−');
    }

    private static CellView cell(
            Cell cell, PlotFacts plot, Axis x, Axis y, ListQuery query, String html, String nouns, int most) {
        Range across = range(x, cell.column(), plot.columns());
        Range up = range(y, cell.row(), plot.rows());
        Metric xMetric = query.x().metric();
        Metric yMetric = query.y().metric();
        String title = "%s %s: %s, %s"
                .formatted(
                        Numbers.count(cell.features()),
                        cell.features() == 1 ? nouns.substring(0, nouns.length() - 1) : nouns,
                        across.title(xMetric),
                        up.title(yMetric));
        return new CellView(
                cell.column(),
                plot.rows() - 1 - cell.row(),
                "c" + shade(cell.features(), most),
                query.with(xMetric, across).with(yMetric, up).on(html),
                title);
    }

    private static Range range(Axis axis, int cell, int cells) {
        return new Range(axis.value((double) cell / cells), axis.value((cell + 1.0) / cells));
    }

    /** From 1 to {@value #SHADES}, by the logarithm of how many there are. */
    private static int shade(int features, int most) {
        return most == 1 ? SHADES : 1 + (int) Math.round((SHADES - 1) * Math.log(features) / Math.log(most));
    }

    private static List<Option> options(AxisChoice now, RunFacts run) {
        Stream<AxisChoice> known = AxisChoice.all().filter(choice -> ListColumns.isMeasured(choice.metric(), run));
        return Stream.concat(known, Stream.of(now))
                .distinct()
                .map(choice -> new Option(choice.parameter(), choice.title(), Objects.equals(choice, now)))
                .toList();
    }
}
