package org.featurescope.web.source;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.featurescope.web.catalog.RunFacts;
import org.featurescope.web.column.Metric;
import org.featurescope.web.source.SourcePage.Row;
import org.jspecify.annotations.Nullable;

/** Which numbers the table of a list shows. */
final class ListColumns {

    private static final Set<Metric> OF_EVERY_RUN = EnumSet.of(Metric.DENSITY, Metric.MAX, Metric.MIN, Metric.MEAN);

    private ListColumns() {}

    /** Whether runs like this one have the number at all. */
    static boolean isMeasured(Metric metric, RunFacts run) {
        return metric == Metric.AUC ? !run.labels().isEmpty() : run.evidence() != null || OF_EVERY_RUN.contains(metric);
    }

    /** The columns of a table of numbers; what the list is sorted by is one of them. The AUC stands beside its label. */
    static List<Metric> of(ListQuery query, RunFacts run) {
        List<Metric> columns = new ArrayList<>(List.of(Metric.DENSITY, Metric.MAX));
        Metric sorted = query.sort().metric();
        if (sorted != null
                && sorted != Metric.AUC
                && !columns.contains(sorted)
                && sorted != Metric.KURTOSIS
                && sorted != Metric.LOOKUP_SHARE) {
            columns.add(sorted);
        }
        for (Metric metric : List.of(Metric.KURTOSIS, Metric.LOOKUP_SHARE)) {
            if (isMeasured(metric, run)) {
                columns.add(metric);
            }
        }
        return columns;
    }

    static @Nullable Double value(Row row, Metric metric) {
        return switch (metric) {
            case DENSITY -> row.statistics().density();
            case MAX -> widened(row.statistics().max());
            case MIN -> widened(row.statistics().min());
            case MEAN -> row.statistics().mean();
            case STANDARD_DEVIATION -> row.statistics().standardDeviation();
            case SKEWNESS -> row.statistics().skewness();
            case KURTOSIS -> row.statistics().kurtosis();
            case LOOKUP_SHARE -> row.lookupShare();
            case OUTPUT_NORM -> row.outputNorm();
            case INPUT_NORM -> row.inputNorm();
            case INPUT_OUTPUT_COSINE -> row.inputOutputCosine();
            case AUC -> widened(row.labelAuc());
        };
    }

    private static @Nullable Double widened(@Nullable Float value) {
        return value == null ? null : (double) value;
    }
}
