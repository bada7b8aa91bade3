package org.featurescope.web.feature;

import java.util.Arrays;
import java.util.List;
import org.featurescope.core.evidence.LabelEvidence;
import org.featurescope.core.evidence.MaximaBins;
import org.featurescope.web.catalog.RunLabel;
import org.featurescope.web.text.VisibleText;
import org.jspecify.annotations.Nullable;

/**
 * How a feature's maxima lie in the contexts of one label.
 *
 * @param number of the label in the run, from 0
 * @param corpus its name
 * @param label null: the corpus does not say
 * @param contexts of this label
 * @param auc probability that the maximum of a context of this label exceeds that of another context, ties counting half; null
 *     where all contexts have the label, or none
 */
public record LabelFacts(
        int number,
        String corpus,
        @Nullable String label,
        long contexts,
        long tokens,
        @Nullable Double auc,
        Maxima maxima) {

    /**
     * Counts of contexts by their maximum. Bin {@code b} begins at {@code (1 + (b mod 8)/8) · 2^(exponent + b div 8)}.
     *
     * @param notAbove0 contexts whose maximum is 0 or less
     * @param below contexts whose maximum lies between 0 and the first bin
     */
    public record Maxima(long notAbove0, long below, int exponent, List<Long> counts) {

        public Maxima {
            counts = List.copyOf(counts);
        }

        static Maxima of(MaximaBins bins) {
            return new Maxima(
                    bins.notAbove0(),
                    bins.below(),
                    bins.exponent(),
                    Arrays.stream(bins.counts()).boxed().toList());
        }

        MaximaBins bins() {
            return new MaximaBins(
                    exponent,
                    notAbove0,
                    below,
                    counts.stream().mapToLong(Long::longValue).toArray());
        }
    }

    static LabelFacts of(RunLabel label, LabelEvidence evidence) {
        return new LabelFacts(
                label.number(),
                label.corpus(),
                label.label(),
                label.contexts(),
                label.tokens(),
                evidence.auc(),
                Maxima.of(evidence.maxima()));
    }

    /** How far the label stands out, either way: 0 for an AUC of 0.5, 0.5 at most. */
    double distance() {
        return auc == null ? 0 : Math.abs(auc - 0.5);
    }

    /** What is shown of its name, or what there is to say of contexts without one. */
    String name() {
        return label == null ? "no label" : VisibleText.inLine(label);
    }
}
