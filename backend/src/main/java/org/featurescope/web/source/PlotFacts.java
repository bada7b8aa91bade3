package org.featurescope.web.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.chart.Axis;
import org.featurescope.web.chart.Scale;
import org.featurescope.web.chart.Scatter;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.Links;
import org.featurescope.web.source.FeatureSelection.Selected;

/**
 * A plot of all features of a list by two numbers.
 *
 * @param drawn how many features have both numbers, and can be drawn
 * @param points address of where each feature lies
 * @param columns cells from left to right, all of equal width on the axis
 * @param rows cells from the bottom up
 * @param cells those that are not empty
 */
public record PlotFacts(AxisFacts x, AxisFacts y, int drawn, String points, int columns, int rows, List<Cell> cells) {

    public PlotFacts {
        cells = List.copyOf(cells);
    }

    /**
     * @param scale {@code linear} or {@code log}
     * @param low where the axis begins
     * @param high where it ends
     */
    public record AxisFacts(String metric, String scale, double low, double high) {

        static AxisFacts of(AxisChoice choice, Axis axis) {
            return new AxisFacts(choice.metric().parameter(), choice.scale().parameter(), axis.low(), axis.high());
        }
    }

    /** @param features how many lie in it */
    public record Cell(int column, int row, int features) {}

    /** The axes that hold all features of a list. */
    static Axis axis(AxisChoice choice, Selected selected) {
        return Axis.over(choice.scale(), selected.matches(), selected.column(choice.metric())::get);
    }

    static PlotFacts of(Place place, ListQuery query, Selected selected) {
        Metric across = query.x().metric();
        Metric up = query.y().metric();
        Scatter scatter = Scatter.of(
                axis(query.x(), selected),
                axis(query.y(), selected),
                selected.matches(),
                selected.column(across)::get,
                selected.column(up)::get);
        List<Cell> cells = new ArrayList<>();
        for (int cell = 0; cell < scatter.counts().length; cell++) {
            if (scatter.counts()[cell] > 0) {
                cells.add(new Cell(cell % Scatter.COLUMNS, cell / Scatter.COLUMNS, scatter.counts()[cell]));
            }
        }
        String points = Links.points(place.source().model(), place.source().name());
        return new PlotFacts(
                AxisFacts.of(query.x(), scatter.x()),
                AxisFacts.of(query.y(), scatter.y()),
                scatter.drawn(),
                Links.pinned(drawn(query).on(points), OptionalInt.of(place.run().id())),
                Scatter.COLUMNS,
                Scatter.ROWS,
                cells);
    }

    /** Lists that differ in their order alone have the same points. */
    static ListQuery drawn(ListQuery query) {
        return query.sortedBy(SortKey.INDEX, false);
    }

    Axis xAxis() {
        return axis(x);
    }

    Axis yAxis() {
        return axis(y);
    }

    private static Axis axis(AxisFacts facts) {
        return new Axis(Scale.valueOf(facts.scale().toUpperCase(Locale.ROOT)), facts.low(), facts.high());
    }
}
