package org.featurescope.web.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.web.chart.HistogramDrawing;
import org.featurescope.web.chart.Scale;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.evidence.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Statistics and histogram as the template shows them.
 *
 * @param histogramText what there is to see, in words
 * @param intervalsUrl the page with the examples of intervals
 * @param intervals whether marks in the histogram are the bounds of intervals
 * @param scales the histogram on each of its scales
 */
public record NumbersView(
        List<Fact> facts,
        HistogramDrawing histogram,
        String histogramText,
        boolean intervals,
        String intervalsUrl,
        List<Switch> scales) {

    /** @param note its unit, or what it is of */
    public record Fact(String name, String value, String note) {}

    /** @param current whether this is what is shown */
    public record Switch(String name, String url, boolean current) {}

    static NumbersView of(FeaturePage page, Look look, String unit) {
        List<Double> bounds = page.directory().stream()
                .filter(group -> group.kind() == GroupKind.INTERVAL)
                .flatMap(group -> Stream.of(group.low(), group.high()))
                .filter(Objects::nonNull)
                .map(Float::doubleValue)
                .filter(bound -> bound > 0 && bound < page.statistics().max())
                .distinct()
                .sorted()
                .toList();
        HistogramDrawing histogram = HistogramDrawing.of(page.statistics().histogram(), look.scale(), bounds);
        return new NumbersView(
                facts(page, unit),
                histogram,
                "Number of tokens by activation, from %s to %s in %d bins of equal width; heights are %s."
                        .formatted(
                                histogram.lowest(),
                                histogram.highest(),
                                histogram.bins(),
                                look.scale() == Scale.LOG ? "logarithmic" : "linear"),
                !histogram.marks().isEmpty(),
                look.with(new GroupChoice(GroupKind.INTERVAL, null)).on(page.url()),
                Arrays.stream(Scale.values())
                        .map(scale -> new Switch(
                                scale == Scale.LOG ? "Logarithmic" : "Linear",
                                look.with(scale).on(page.url()),
                                scale == look.scale()))
                        .toList());
    }

    private static List<Fact> facts(FeaturePage page, String unit) {
        Statistics statistics = page.statistics();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                "Density",
                Numbers.percent(statistics.density()),
                "of " + Numbers.count(page.run().tokens()) + " tokens are above 0"));
        if (statistics.activeContexts() != null) {
            facts.add(new Fact(
                    "Active contexts",
                    Numbers.count(statistics.activeContexts()),
                    "of " + Numbers.count(page.run().contexts()) + " have a token above 0"));
        }
        facts.add(new Fact("Maximum", Numbers.significant(statistics.max(), 4), unit));
        facts.add(new Fact("Minimum", Numbers.significant(statistics.min(), 4), unit));
        facts.add(new Fact("Mean", Numbers.significant(statistics.mean(), 4), unit));
        if (statistics.standardDeviation() != null) {
            facts.add(new Fact("Standard deviation", Numbers.significant(statistics.standardDeviation(), 4), unit));
            facts.add(new Fact("Skewness", defined(statistics.skewness()), "no unit; 0 if symmetric"));
            facts.add(new Fact("Kurtosis", defined(statistics.kurtosis()), "no unit; 3 if normal"));
        }
        return facts;
    }

    private static String defined(@Nullable Double value) {
        return value == null ? "not defined" : Numbers.significant(value, 4);
    }
}
