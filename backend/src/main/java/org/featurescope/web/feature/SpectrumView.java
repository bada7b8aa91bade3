package org.featurescope.web.feature;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.core.evidence.MaximaBins;
import org.featurescope.web.chart.MaximaDrawing;
import org.featurescope.web.common.Numbers;
import org.featurescope.web.common.Words;
import org.jspecify.annotations.Nullable;

/**
 * The spectrum plot of one label, as the template shows it: how the maxima lie in its contexts, and how in all others. Each of the
 * two is shares of its own contexts, so that a rare label can be seen.
 *
 * @param columns how many units wide the drawing is; contexts whose maximum is not above 0 have no place in it
 * @param label the outline of the label's contexts
 * @param others that of the others
 * @param low the lower end of the axis
 * @param high its upper end
 * @param caption what is to be seen, in words
 * @param auc null: not defined
 * @param examples the page with the examples of the label
 */
public record SpectrumView(
        String name,
        int columns,
        String label,
        String others,
        String low,
        String high,
        String caption,
        @Nullable String auc,
        String examples) {

    /** Of the label whose examples are shown, else of the one that stands out most; null: the run keeps nothing by label. */
    static @Nullable SpectrumView of(FeaturePage page, Look look) {
        Optional<LabelFacts> shown = page.labels().stream()
                .filter(label -> look.group().kind() == GroupKind.LABEL
                        && Integer.valueOf(label.number()).equals(look.group().number()))
                .findFirst()
                .or(() -> page.labels().stream().max(Comparator.comparingDouble(LabelFacts::distance)));
        return page.labels().size() < 2
                ? null
                : shown.map(label -> of(label, page, look)).orElse(null);
    }

    private static SpectrumView of(LabelFacts label, FeaturePage page, Look look) {
        List<MaximaBins> its = List.of(label.maxima().bins());
        List<MaximaBins> others = page.labels().stream()
                .filter(other -> other.number() != label.number())
                .map(other -> other.maxima().bins())
                .toList();
        MaximaDrawing drawing = MaximaDrawing.comparing(its, others);
        String auc = label.auc() == null ? null : Numbers.fixed(label.auc(), 3);
        return new SpectrumView(
                label.name(),
                drawing.columns(),
                drawing.outline(its),
                drawing.outline(others),
                Numbers.significant(drawing.low(), 3),
                Numbers.significant(drawing.high(), 3),
                Words.of(
                        "spectrum.caption",
                        label.name(),
                        Numbers.count(contexts(its)),
                        Numbers.count(contexts(others)),
                        Numbers.percent(silent(its)),
                        Numbers.percent(silent(others))),
                auc,
                look.with(new GroupChoice(GroupKind.LABEL, label.number())).on(page.url()));
    }

    private static long contexts(List<MaximaBins> labels) {
        return labels.stream().mapToLong(MaximaBins::contexts).sum();
    }

    private static double silent(List<MaximaBins> labels) {
        long contexts = contexts(labels);
        long silent = labels.stream().mapToLong(MaximaBins::notAbove0).sum();
        return contexts == 0 ? 0 : (double) silent / contexts;
    }
}
