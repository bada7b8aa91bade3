package org.featurescope.db.store;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.LabelEvidence;
import org.featurescope.core.evidence.TokenLookup;
import org.featurescope.db.format.ColumnFormat;
import org.jspecify.annotations.Nullable;

/** The numbers of features that follow one another, turned from rows into columns. A column without any number is not there. */
final class FeatureColumns {

    private final int count;
    private final Map<String, float[]> columns = new TreeMap<>();

    private FeatureColumns(int count) {
        this.count = count;
    }

    /** @param features of one source, by ascending index without gaps */
    static Map<String, float[]> of(List<FeatureRow> features) {
        FeatureColumns columns = new FeatureColumns(features.size());
        for (int i = 0; i < features.size(); i++) {
            columns.add(i, features.get(i));
        }
        return columns.columns;
    }

    private void add(int i, FeatureRow feature) {
        FeatureFigures figures = feature.figures();
        put(ColumnFormat.ACTIVE_TOKENS, i, figures.activeTokens());
        put(ColumnFormat.DENSITY, i, figures.density());
        put(ColumnFormat.MAX, i, figures.maximum());
        put(ColumnFormat.MIN, i, figures.minimum());
        put(ColumnFormat.MEAN, i, figures.mean());
        put(ColumnFormat.STANDARD_DEVIATION, i, figures.standardDeviation());
        put(ColumnFormat.SKEWNESS, i, figures.skewness());
        put(ColumnFormat.KURTOSIS, i, figures.kurtosis());
        TokenLookup lookup = feature.kept().lookup();
        put(ColumnFormat.LOOKUP_SHARE, i, lookup == null ? null : lookup.varianceExplained());
        FeatureWeights weights = feature.weights();
        if (weights != null) {
            put(ColumnFormat.INPUT_NORM, i, weights.inputNorm());
            put(ColumnFormat.OUTPUT_NORM, i, weights.outputNorm());
            put(ColumnFormat.INPUT_OUTPUT_COSINE, i, weights.inputOutputCosine());
        }
        addAuc(i, feature.kept().labels());
    }

    private void addAuc(int i, List<LabelEvidence> labels) {
        labels.forEach(label -> put(ColumnFormat.auc(label.label()), i, label.auc()));
        labels.stream()
                .map(LabelEvidence::auc)
                .filter(Objects::nonNull)
                .max(Double::compare)
                .ifPresent(best -> put(ColumnFormat.AUC, i, best));
    }

    private void put(String name, int i, @Nullable Number value) {
        if (value != null && Float.isFinite(value.floatValue())) {
            columns.computeIfAbsent(name, column -> undefined())[i] = value.floatValue();
        }
    }

    private float[] undefined() {
        float[] column = new float[count];
        Arrays.fill(column, Float.NaN);
        return column;
    }
}
