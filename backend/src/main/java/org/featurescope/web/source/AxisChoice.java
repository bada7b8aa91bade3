package org.featurescope.web.source;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.featurescope.web.chart.Scale;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.Words;

/** What one axis of the scatter plot shows, and how it is divided. */
record AxisChoice(Metric metric, Scale scale) {

    /** Never below 0, and spread over orders of magnitude. */
    private static final Set<Metric> BOTH_SCALES = EnumSet.of(
            Metric.DENSITY,
            Metric.MAX,
            Metric.STANDARD_DEVIATION,
            Metric.KURTOSIS,
            Metric.OUTPUT_NORM,
            Metric.INPUT_NORM);

    static AxisChoice usual(Metric metric) {
        return new AxisChoice(metric, metric.usualScale());
    }

    static Stream<AxisChoice> all() {
        return Metric.ALL.stream()
                .flatMap(metric -> BOTH_SCALES.contains(metric)
                        ? Arrays.stream(Scale.values()).map(scale -> new AxisChoice(metric, scale))
                        : Stream.of(usual(metric)));
    }

    /** Reads {@code density}, {@code density:linear}. */
    static Optional<AxisChoice> named(String parameter) {
        return all().filter(axis -> axis.parameter().equals(parameter)).findFirst();
    }

    /** Its name in addresses. */
    String parameter() {
        return scale == metric.usualScale() ? metric.parameter() : metric.parameter() + ":" + scale.parameter();
    }

    String title() {
        return BOTH_SCALES.contains(metric)
                ? Words.of("plot.scale", metric.title(), scale.parameter())
                : metric.title();
    }
}
