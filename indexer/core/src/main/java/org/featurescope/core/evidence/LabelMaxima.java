package org.featurescope.core.evidence;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How well the maxima of a feature tell the contexts of each label from all others. */
final class LabelMaxima {

    /** Contexts not above 0, those below the bins, and the bins, from the smallest maxima to the largest. */
    private static final int STEPS = MaximaBins.BINS + 2;

    private LabelMaxima() {}

    /** @param bins by label, all with the same bounds */
    static List<LabelEvidence> evidence(List<MaximaBins> bins) {
        long[] all = new long[STEPS];
        List<long[]> steps = bins.stream().map(LabelMaxima::steps).toList();
        for (long[] ofLabel : steps) {
            for (int step = 0; step < STEPS; step++) {
                all[step] += ofLabel[step];
            }
        }
        List<LabelEvidence> evidence = new ArrayList<>();
        for (int label = 0; label < bins.size(); label++) {
            evidence.add(new LabelEvidence(label, bins.get(label), auc(steps.get(label), all)));
        }
        return evidence;
    }

    private static long[] steps(MaximaBins bins) {
        long[] steps = new long[STEPS];
        steps[0] = bins.notAbove0();
        steps[1] = bins.below();
        System.arraycopy(bins.counts(), 0, steps, 2, MaximaBins.BINS);
        return steps;
    }

    /**
     * The area under the ROC curve as the Mann-Whitney statistic: of all pairs of a context of the label and another, the share in
     * which the former's maximum is larger, equal ones counting half.
     *
     * @param all the label's own among them
     */
    private static @Nullable Double auc(long[] label, long[] all) {
        double pairs = 0;
        double inLabel = 0;
        double others = 0;
        for (int step = 0; step < STEPS; step++) {
            double other = all[step] - label[step];
            pairs += label[step] * (others + other / 2);
            inLabel += label[step];
            others += other;
        }
        return inLabel == 0 || others == 0 ? null : pairs / (inLabel * others);
    }
}
