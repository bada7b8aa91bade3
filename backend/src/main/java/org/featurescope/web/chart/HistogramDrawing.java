package org.featurescope.web.chart;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.featurescope.web.common.Html;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Words;
import org.featurescope.web.evidence.Statistics.Bins;
import org.jspecify.annotations.Nullable;

/**
 * A histogram: bar {@code i} is one unit wide at x = {@code i}, its height a share of 100.
 *
 * @param bins how many units wide the drawing is
 * @param bars the bins that are not empty
 * @param zero where the value 0 stands, as a percentage of the width like {@code 23.5%}; null when it is outside
 * @param lowest the lower end of the first bin
 * @param highest the upper end of the last bin
 * @param mostTokens the count of the highest bar
 * @param outline the same bars as one SVG path, 100 high
 * @param low the lower end as a number, as {@code high} is the upper one
 */
public record HistogramDrawing(
        int bins,
        List<Bar> bars,
        @Nullable String zero,
        String lowest,
        String highest,
        String mostTokens,
        String outline,
        double low,
        double high) {

    private static final int CHARACTERS_OF_A_BAR = 96;

    public HistogramDrawing {
        bars = List.copyOf(bars);
    }

    /** @param y top of the bar, 0 being the top of the drawing */
    public record Bar(int x, String y, String height, String title) {}

    /** The bars as SVG, written by hand: they were a fifth of the time of a page. */
    public String barsMarkup() {
        Html svg = new Html(CHARACTERS_OF_A_BAR * bars.size());
        for (Bar bar : bars) {
            svg.open("rect")
                    .attribute("x", bar.x)
                    .attribute("y", bar.y)
                    .attribute("height", bar.height)
                    .inside()
                    .element("title", bar.title)
                    .close("rect");
        }
        return svg.toString();
    }

    /** A stretch of values, as percentages of the width. */
    public record Span(String x, String width) {}

    /** With logarithmic heights. */
    public static HistogramDrawing of(@Nullable Bins histogram) {
        return of(histogram, Scale.LOG);
    }

    /** The drawing of a histogram without counts, or of none, is 0 bins wide. */
    public static HistogramDrawing of(@Nullable Bins histogram, Scale scale) {
        List<Long> counts = histogram == null ? List.of() : histogram.counts();
        if (histogram == null || counts.isEmpty()) {
            return new HistogramDrawing(0, List.of(), null, "", "", "0", "", 0, 0);
        }
        long most = counts.stream().mapToLong(Long::longValue).max().orElse(0);
        List<Bar> bars = IntStream.range(0, counts.size())
                .filter(i -> counts.get(i) > 0)
                .mapToObj(i -> bar(histogram, i, scale.height(counts.get(i), most)))
                .toList();
        List<Double> edges = histogram.edges();
        double low = edges.get(0);
        double high = edges.get(edges.size() - 1);
        return new HistogramDrawing(
                counts.size(),
                bars,
                low < 0 && high > 0 ? percentage(0, low, high) : null,
                Numbers.significant(low, 3),
                Numbers.significant(high, 3),
                Numbers.count(most),
                outline(counts, scale, most),
                low,
                high);
    }

    /** Where values from one to another stand, as far as they are in the drawing; empty when they are not. */
    public Optional<Span> span(double from, double to) {
        double begin = Math.max(from, low);
        double end = Math.min(to, high);
        return begin >= end
                ? Optional.empty()
                : Optional.of(
                        new Span(percentage(begin, low, high), decimal(100 * (end - begin) / (high - low)) + "%"));
    }

    private static String percentage(double value, double low, double high) {
        return decimal(100 * (value - low) / (high - low)) + "%";
    }

    private static Bar bar(Bins histogram, int i, double height) {
        long count = histogram.counts().get(i);
        String title = Words.of(
                count == 1 ? "histogram.bar.one" : "histogram.bar.many",
                Numbers.significant(histogram.edges().get(i), 3),
                Numbers.significant(histogram.edges().get(i + 1), 3),
                Numbers.count(count));
        return new Bar(i, decimal(100 - height), decimal(height), title);
    }

    private static String outline(List<Long> counts, Scale scale, long most) {
        StringBuilder path = new StringBuilder("M0 100");
        for (long count : counts) {
            path.append('V').append(Math.round(100 - scale.height(count, most))).append("h1");
        }
        return path.append("V100z").toString();
    }

    private static String decimal(double value) {
        long tenths = Math.round(10 * value);
        return tenths % 10 == 0 ? Long.toString(tenths / 10) : Double.toString(tenths / 10.0);
    }
}
