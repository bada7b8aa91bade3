package org.featurescope.web.column;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.featurescope.db.format.ColumnFormat;
import org.featurescope.web.chart.Scale;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Words;
import org.jspecify.annotations.Nullable;

/** A number that features are listed, filtered and drawn by. */
public enum Metric {
    DENSITY("density", ColumnFormat.ACTIVE_TOKENS, Scale.LOG),
    MAX("max", ColumnFormat.MAX, Scale.LINEAR),
    MIN("min", ColumnFormat.MIN, Scale.LINEAR),
    MEAN("mean", ColumnFormat.MEAN, Scale.LINEAR),
    STANDARD_DEVIATION("standardDeviation", ColumnFormat.STANDARD_DEVIATION, Scale.LINEAR),
    SKEWNESS("skewness", ColumnFormat.SKEWNESS, Scale.LINEAR),
    KURTOSIS("kurtosis", ColumnFormat.KURTOSIS, Scale.LOG),
    LOOKUP_SHARE("lookupShare", ColumnFormat.LOOKUP_SHARE, Scale.LINEAR),
    OUTPUT_NORM("outputNorm", ColumnFormat.OUTPUT_NORM, Scale.LINEAR),
    INPUT_NORM("inputNorm", ColumnFormat.INPUT_NORM, Scale.LINEAR),
    INPUT_OUTPUT_COSINE("inputOutputCosine", ColumnFormat.INPUT_OUTPUT_COSINE, Scale.LINEAR),
    AUC("auc", ColumnFormat.AUC, Scale.LINEAR);

    /** All of them but the AUC have one value for each feature, whatever the label. */
    public static final List<Metric> ALL = List.of(values());

    private final String parameter;
    private final String column;
    private final Scale usualScale;

    Metric(String parameter, String column, Scale usualScale) {
        this.parameter = parameter;
        this.column = column;
        this.usualScale = usualScale;
    }

    public static Optional<Metric> named(String parameter) {
        return Arrays.stream(values())
                .filter(metric -> metric.parameter.equals(parameter))
                .findFirst();
    }

    /** Its name in addresses and in JSON. */
    public String parameter() {
        return parameter;
    }

    /** The name of its stored column; of the AUC, that of the best label. */
    String column() {
        return column;
    }

    /** Its name on pages. */
    public String title() {
        return Words.of("metric." + parameter);
    }

    /** What it is, in a line. */
    public String note() {
        return Words.of("metric." + parameter + ".note");
    }

    /** How an axis of it is usually divided. */
    public Scale usualScale() {
        return usualScale;
    }

    /** As pages print it; {@link Numbers#ABSENT} for null. */
    public String print(@Nullable Number value) {
        return value == null ? Numbers.ABSENT : print(value.doubleValue());
    }

    private String print(double value) {
        return switch (this) {
            case DENSITY -> Numbers.percent(value);
            case LOOKUP_SHARE -> Numbers.fixed(100 * value, 0) + "\u202F%";
            case AUC, INPUT_OUTPUT_COSINE -> Numbers.fixed(value, 3);
            case MAX, MIN -> Numbers.significant(value, 4);
            default -> Numbers.significant(value, 3);
        };
    }
}
