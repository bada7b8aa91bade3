package org.featurescope.web.feature;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.core.evidence.MaximaBins;
import org.featurescope.web.chart.MaximaDrawing;
import org.featurescope.web.common.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * How a feature tells labels apart, as the template shows it.
 *
 * @param corpora each with its labels, side by side
 * @param columns how many units wide the drawings are
 * @param low the lower end of their axis
 * @param high its upper end
 */
public record LabelsView(List<CorpusRows> corpora, int columns, String low, String high) {

    /** Rows that are seen without asking for more. */
    private static final int ROWS = 10;

    /**
     * @param all the drawing of the contexts of all its labels
     * @param first labels that stand out most
     * @param more the other ones
     */
    public record CorpusRows(String corpus, String all, List<Row> first, List<Row> more) {}

    /**
     * @param auc null: not defined
     * @param active share of the label's contexts whose maximum is above 0
     * @param outline of the drawing of its maxima, as an SVG path
     */
    public record Row(String label, String url, @Nullable String auc, String contexts, String active, String outline) {}

    /** Null when the run keeps nothing by label. */
    static @Nullable LabelsView of(FeaturePage page, Look look) {
        if (page.labels().isEmpty()) {
            return null;
        }
        MaximaDrawing drawing = MaximaDrawing.of(
                page.labels().stream().map(label -> label.maxima().bins()).toList());
        Map<String, List<LabelFacts>> byCorpus = new LinkedHashMap<>();
        page.labels().stream()
                .sorted(Comparator.comparingDouble(LabelFacts::distance)
                        .reversed()
                        .thenComparing(LabelFacts::number))
                .forEach(label -> byCorpus.computeIfAbsent(label.corpus(), corpus -> new ArrayList<>())
                        .add(label));
        return new LabelsView(
                byCorpus.entrySet().stream()
                        .map(corpus -> corpus(corpus.getKey(), corpus.getValue(), drawing, page, look))
                        .toList(),
                drawing.columns(),
                Numbers.significant(drawing.low(), 3),
                Numbers.significant(drawing.high(), 3));
    }

    private static CorpusRows corpus(
            String corpus, List<LabelFacts> labels, MaximaDrawing drawing, FeaturePage page, Look look) {
        List<Row> rows =
                labels.stream().map(label -> row(label, drawing, page, look)).toList();
        List<MaximaBins> all =
                labels.stream().map(label -> label.maxima().bins()).toList();
        int first = Math.min(ROWS, rows.size());
        return new CorpusRows(corpus, drawing.outline(all), rows.subList(0, first), rows.subList(first, rows.size()));
    }

    private static Row row(LabelFacts label, MaximaDrawing drawing, FeaturePage page, Look look) {
        MaximaBins maxima = label.maxima().bins();
        long contexts = maxima.contexts();
        return new Row(
                label.name(),
                look.with(new GroupChoice(GroupKind.LABEL, label.number())).on(page.url()),
                label.auc() == null ? null : Numbers.fixed(label.auc(), 3),
                Numbers.count(label.contexts()),
                Numbers.percent(contexts == 0 ? 0 : 1 - (double) maxima.notAbove0() / contexts),
                drawing.outline(List.of(maxima)));
    }
}
