package org.featurescope.web.source;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.featurescope.web.column.Metric;
import org.featurescope.web.common.PageProblem;
import org.featurescope.web.common.Words;
import org.springframework.util.MultiValueMap;

/**
 * Values that a filter lets through, both ends included; compared as 32-bit floats, which columns are. A feature without the
 * number passes no filter of it.
 *
 * @param low {@code -infinity}: no bound
 * @param high {@code infinity}: no bound
 */
public record Range(double low, double high) {

    public static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    private static final Pattern NUMBER =
            Pattern.compile("[-−+]?(\\d{1,30}(\\.\\d{0,30})?|\\.\\d{1,30})([eE][-−+]?\\d{1,2})?");
    private static final Pattern TEXT = Pattern.compile("(.*?)\\.\\.(.*)");

    /**
     * What parameters ask for: each a range, or as forms send them its two ends. What lets everything through is left out.
     *
     * @param refused makes the problem of a text that is none, from the parameter and the text
     */
    public static Map<Metric, Range> of(
            MultiValueMap<String, String> parameters, BiFunction<String, String, PageProblem> refused) {
        Map<Metric, Range> ranges = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.ALL) {
            List<String> values = parameters.getOrDefault(metric.parameter(), List.of());
            Range range = read(values).orElseThrow(() -> refused.apply(metric.parameter(), String.join("..", values)));
            if (!range.isAll()) {
                ranges.put(metric, range);
            }
        }
        return ranges;
    }

    private static Optional<Range> read(List<String> values) {
        if (values.size() == 2) {
            return parse(values.get(0), values.get(1));
        }
        return values.isEmpty() || values.get(0).isBlank() ? Optional.of(ALL) : parse(values.get(0));
    }

    /** Reads {@code 0.01..0.2}, {@code 0.01..} or {@code ..0.2}; empty where the text is none of them. */
    public static Optional<Range> parse(String text) {
        Matcher ends = TEXT.matcher(text.strip());
        return ends.matches() ? parse(ends.group(1), ends.group(2)) : Optional.empty();
    }

    /** Reads the two ends, each empty where there is no bound. */
    public static Optional<Range> parse(String low, String high) {
        Optional<Double> from = end(low, Double.NEGATIVE_INFINITY);
        Optional<Double> to = end(high, Double.POSITIVE_INFINITY);
        return from.isPresent() && to.isPresent() && from.get() <= to.get()
                ? Optional.of(new Range(from.get(), to.get()))
                : Optional.empty();
    }

    private static Optional<Double> end(String text, double otherwise) {
        String number = text.strip();
        if (number.isEmpty()) {
            return Optional.of(otherwise);
        }
        return NUMBER.matcher(number).matches()
                ? Optional.of(Double.valueOf(number.replace('−', '-')))
                : Optional.empty();
    }

    public boolean holds(float value) {
        return value >= (float) low && value <= (float) high;
    }

    public boolean isAll() {
        return equals(ALL);
    }

    /** As addresses have it. */
    public String text() {
        return lowText() + ".." + highText();
    }

    public String lowText() {
        return low == Double.NEGATIVE_INFINITY ? "" : number(low);
    }

    public String highText() {
        return high == Double.POSITIVE_INFINITY ? "" : number(high);
    }

    private static String number(double value) {
        BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        boolean plain = value == 0 || Math.abs(exact.precision() - exact.scale()) < 8;
        return plain ? exact.toPlainString() : exact.toString().replace("E+", "E");
    }

    /** As pages print it. */
    public String title(Metric metric) {
        if (low == Double.NEGATIVE_INFINITY) {
            return metric.title() + " ≤ " + metric.print(high);
        }
        if (high == Double.POSITIVE_INFINITY) {
            return metric.title() + " ≥ " + metric.print(low);
        }
        return Words.of("metric.range", metric.title(), metric.print(low), metric.print(high));
    }
}
