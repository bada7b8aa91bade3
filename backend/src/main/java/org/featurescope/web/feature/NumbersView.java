package org.featurescope.web.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.web.chart.HistogramDrawing;
import org.featurescope.web.chart.Scale;
import org.featurescope.web.common.Html;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Words;
import org.featurescope.web.evidence.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Statistics and histogram as the template shows them.
 *
 * @param histogramText what there is to see, in words
 * @param bands intervals as places in the histogram
 * @param intervalsUrl the page with the examples of intervals
 * @param scales the histogram on each of its scales
 */
public record NumbersView(
        List<Fact> facts,
        HistogramDrawing histogram,
        String histogramText,
        List<Band> bands,
        String intervalsUrl,
        List<Switch> scales) {

    private static final int CHARACTERS_OF_A_BAND = 256;

    /**
     * An interval in the histogram, which leads to its examples.
     *
     * @param x where it begins, as a percentage of the width
     * @param width likewise
     * @param current whether its examples are shown
     */
    public record Band(String x, String width, String url, String title, boolean current) {}

    /** The bands as SVG: a page with intervals has a dozen. */
    public String bandsMarkup() {
        Html svg = new Html(CHARACTERS_OF_A_BAND * bands.size());
        for (Band band : bands) {
            svg.open("a")
                    .attribute("href", band.url)
                    .attribute("aria-label", band.title)
                    .attribute("aria-current", band.current ? "true" : null)
                    .inside();
            svg.open("rect")
                    .attribute("class", "band")
                    .attribute("x", band.x)
                    .attribute("width", band.width)
                    .attribute("y", "0")
                    .attribute("height", "100%")
                    .inside();
            svg.element("title", band.title).close("rect");
            svg.open("rect")
                    .attribute("class", "tab")
                    .attribute("x", band.x)
                    .attribute("width", band.width)
                    .attribute("y", "0")
                    .attribute("height", "5")
                    .inside();
            svg.close("rect").close("a");
        }
        return svg.toString();
    }

    /** @param note its unit, or what it is of */
    public record Fact(String name, String value, String note) {}

    /** @param current whether this is what is shown */
    public record Switch(String name, String url, boolean current) {}

    static NumbersView of(FeaturePage page, Look look, String unit) {
        HistogramDrawing histogram = HistogramDrawing.of(page.statistics().drawn(), look.scale());
        return new NumbersView(
                facts(page, unit),
                histogram,
                Words.of(
                        look.scale() == Scale.LOG ? "histogram.text.log" : "histogram.text.linear",
                        histogram.lowest(),
                        histogram.highest(),
                        Numbers.count(histogram.bins())),
                page.directory().stream()
                        .filter(group -> group.kind() == GroupKind.INTERVAL)
                        .flatMap(group -> band(group, histogram, page, look).stream())
                        .toList(),
                look.with(new GroupChoice(GroupKind.INTERVAL, null)).on(page.url()),
                Arrays.stream(Scale.values())
                        .map(scale -> new Switch(
                                Words.of(scale == Scale.LOG ? "histogram.log" : "histogram.linear"),
                                look.with(scale).on(page.url()),
                                scale == look.scale()))
                        .toList());
    }

    private static Optional<Band> band(GroupFacts group, HistogramDrawing histogram, FeaturePage page, Look look) {
        Float low = group.low();
        Float high = group.high();
        if (low == null || high == null) {
            return Optional.empty();
        }
        GroupChoice choice = new GroupChoice(GroupKind.INTERVAL, group.number());
        String title = Words.of(
                "histogram.band",
                Numbers.significant(low, 3),
                Numbers.significant(high, 3),
                group.tokenShare() == null ? "–" : Numbers.percent(group.tokenShare()),
                group.contextShare() == null ? "–" : Numbers.percent(group.contextShare()));
        return histogram
                .span(low, high)
                .map(span -> new Band(
                        span.x(),
                        span.width(),
                        look.with(choice).on(page.url()) + "#examples",
                        title,
                        look.group().equals(choice)));
    }

    private static List<Fact> facts(FeaturePage page, String unit) {
        Statistics statistics = page.statistics();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                Words.of("statistics.density"),
                Numbers.percent(statistics.density()),
                statistics.density() == null
                        ? Words.of("import.absent")
                        : page.run().tokens() == null
                                ? Words.of("statistics.density.unknown")
                                : Words.of(
                                        "statistics.density.note",
                                        Numbers.count(page.run().tokens()))));
        if (statistics.activeContexts() != null) {
            facts.add(new Fact(
                    Words.of("statistics.contexts"),
                    Numbers.count(statistics.activeContexts()),
                    Words.of(
                            "statistics.contexts.note", Numbers.count(page.run().contexts()))));
        }
        facts.add(new Fact(Words.of("statistics.max"), Numbers.significant(statistics.max(), 4), unit));
        if (page.run().origin() != null) {
            return imported(facts, statistics, unit);
        }
        facts.add(new Fact(Words.of("statistics.min"), Numbers.significant(statistics.min(), 4), unit));
        facts.add(new Fact(Words.of("statistics.mean"), Numbers.significant(statistics.mean(), 4), unit));
        if (statistics.standardDeviation() != null) {
            facts.add(new Fact(
                    Words.of("statistics.deviation"), Numbers.significant(statistics.standardDeviation(), 4), unit));
            facts.add(new Fact(
                    Words.of("statistics.skewness"),
                    defined(statistics.skewness()),
                    Words.of("statistics.skewness.note")));
            facts.add(new Fact(
                    Words.of("statistics.kurtosis"),
                    defined(statistics.kurtosis()),
                    Words.of("statistics.kurtosis.note")));
        }
        return facts;
    }

    /** What is in the file; what is not is said once for all, below. */
    private static List<Fact> imported(List<Fact> facts, Statistics statistics, String unit) {
        add(facts, Words.of("statistics.min"), statistics.min(), unit);
        add(facts, Words.of("statistics.mean"), statistics.mean(), unit);
        add(facts, Words.of("statistics.deviation"), statistics.standardDeviation(), unit);
        add(facts, Words.of("statistics.skewness"), statistics.skewness(), Words.of("statistics.skewness.note"));
        add(facts, Words.of("statistics.kurtosis"), statistics.kurtosis(), Words.of("statistics.kurtosis.note"));
        return facts;
    }

    private static void add(List<Fact> facts, String name, @Nullable Number value, String note) {
        facts.add(new Fact(name, Numbers.significant(value, 4), value == null ? Words.of("import.absent") : note));
    }

    private static String defined(@Nullable Double value) {
        return value == null ? Words.of("undefined") : Numbers.significant(value, 4);
    }
}
