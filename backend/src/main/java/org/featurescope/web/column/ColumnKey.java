package org.featurescope.web.column;

import org.featurescope.db.format.ColumnFormat;
import org.jspecify.annotations.Nullable;

/**
 * Which number is wanted.
 *
 * @param label of an AUC, the number of the label in the run; null: the best label of each feature
 */
public record ColumnKey(Metric metric, @Nullable Integer label) {

    public static ColumnKey of(Metric metric, @Nullable Integer label) {
        return new ColumnKey(metric, metric == Metric.AUC ? label : null);
    }

    String stored() {
        return label == null ? metric.column() : ColumnFormat.auc(label);
    }
}
