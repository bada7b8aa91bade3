package org.featurescope.web.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.web.chart.HistogramDrawing;
import org.featurescope.web.chart.Scale;
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

    /**
     * An interval in the histogram, which leads to its examples.
     *
     * @param x where it begins, as a percentage of the width
     * @param width likewise
     * @param current whether its examples are shown
     */
    public record Band(String x, String width, String url, String title, boolean current) {}

    /** @param note its unit, or what it is of */
    public record Fact(String name, String value, String note) {}

    /** @param current whether this is what is shown */
    public record Switch(String name, String url, boolean current) {}

    static NumbersView of(FeaturePage page, Look look, String unit) {
        HistogramDrawing histogram = HistogramDrawing.of(page.statistics().drawn(), look.scale());
        return new NumbersView(
                facts(page, unit),
                histogram,
                "Number of tokens by activation, from %s to %s in %d bins of equal width; heights are %s."
                        .formatted(
                                histogram.lowest(),
                                histogram.highest(),
                                histogram.bins(),
                                look.scale() == Scale.LOG ? "logarithmic" : "linear"),
                page.directory().stream()
                        .filter(group -> group.kind() == GroupKind.INTERVAL)
                        .flatMap(group -> band(group, histogram, page, look).stream())
                        .toList(),
                look.with(new GroupChoice(GroupKind.INTERVAL, null)).on(page.url()),
                Arrays.stream(Scale.values())
                        .map(scale -> new Switch(
                                scale == Scale.LOG ? "Logarithmic" : "Linear",
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
                "Density",
                Numbers.percent(statistics.density()),
                statistics.density() == null
                        ? Words.of("import.absent")
                        : page.run().tokens() == null
                                ? "of tokens are above 0"
                                : "of " + Numbers.count(page.run().tokens()) + " tokens are above 0"));
        if (statistics.activeContexts() != null) {
            facts.add(new Fact(
                    "Active contexts",
                    Numbers.count(statistics.activeContexts()),
                    "of " + Numbers.count(page.run().contexts()) + " have a token above 0"));
        }
        facts.add(new Fact("Maximum", Numbers.significant(statistics.max(), 4), unit));
        if (page.run().origin() != null) {
            return imported(facts, statistics, unit);
        }
        facts.add(new Fact("Minimum", Numbers.significant(statistics.min(), 4), unit));
        facts.add(new Fact("Mean", Numbers.significant(statistics.mean(), 4), unit));
        if (statistics.standardDeviation() != null) {
            facts.add(new Fact("Standard deviation", Numbers.significant(statistics.standardDeviation(), 4), unit));
            facts.add(new Fact("Skewness", defined(statistics.skewness()), "no unit; 0 if symmetric"));
            facts.add(new Fact("Kurtosis", defined(statistics.kurtosis()), "no unit; 3 if normal"));
        }
        return facts;
    }

    /** What is in the file; what is not is said once for all, below. */
    private static List<Fact> imported(List<Fact> facts, Statistics statistics, String unit) {
        add(facts, "Minimum", statistics.min(), unit);
        add(facts, "Mean", statistics.mean(), unit);
        add(facts, "Standard deviation", statistics.standardDeviation(), unit);
        add(facts, "Skewness", statistics.skewness(), "no unit; 0 if symmetric");
        add(facts, "Kurtosis", statistics.kurtosis(), "no unit; 3 if normal");
        return facts;
    }

    private static void add(List<Fact> facts, String name, @Nullable Number value, String note) {
        facts.add(new Fact(name, Numbers.significant(value, 4), value == null ? Words.of("import.absent") : note));
    }

    private static String defined(@Nullable Double value) {
        return value == null ? "not defined" : Numbers.significant(value, 4);
    }
}
