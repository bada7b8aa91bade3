package org.featurescope.db.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.ExampleGroup;

/**
 * The features of one source that stand out most in each context, among the examples that are kept: those whose peak lies most
 * standard deviations above their mean. Activations of different features cannot be compared; deviations can.
 *
 * <p>As many for each context as a document will show, so that those of a document, which has several, are among them.
 */
final class OutstandingFeatures {

    /** Kept of each source, for a context and for a document. */
    static final int MOST = 8;

    private static final Comparator<Peak> ORDER =
            Comparator.comparing(Peak::deviations).reversed().thenComparing(Peak::feature);

    /** @param deviations of the peak from the feature's mean, in its standard deviations */
    record Peak(int feature, int position, float peak, float deviations) {}

    private final Map<Long, List<Peak>> byContext = new HashMap<>();

    /** Examples at the bottom, and others whose peak is not above 0, do not count. */
    void accept(FeatureRow feature) {
        Double mean = feature.figures().mean();
        Double standardDeviation = feature.figures().standardDeviation();
        if (mean != null && standardDeviation != null) {
            accept(feature.index(), mean, standardDeviation, feature.kept().groups());
        }
    }

    /** @param groups its examples */
    void accept(int feature, double mean, double standardDeviation, List<ExampleGroup> groups) {
        if (standardDeviation == 0) {
            return;
        }
        for (ExampleGroup group : groups) {
            for (Example example : group.examples()) {
                float peak = example.peak();
                offer(feature, example.context(), example.peakPosition(), peak, (peak - mean) / standardDeviation);
                for (Example.Repeat repeat : example.repeats()) {
                    float other = repeat.peak();
                    offer(feature, repeat.context(), repeat.peakPosition(), other, (other - mean) / standardDeviation);
                }
            }
        }
    }

    /** A feature is offered once for each group that has the context; its largest peak counts. */
    private void offer(int feature, long context, int position, float peak, double deviations) {
        if (!(peak > 0)) {
            return;
        }
        List<Peak> strongest = byContext.computeIfAbsent(context, id -> new ArrayList<>(2));
        if (strongest.size() == MOST && strongest.get(MOST - 1).deviations > (float) deviations) {
            return; // most are turned away here
        }
        Peak offered = new Peak(feature, position, peak, (float) deviations);
        for (int i = 0; i < strongest.size(); i++) {
            if (strongest.get(i).feature == feature) {
                if (strongest.get(i).peak >= peak) {
                    return;
                }
                strongest.remove(i);
            }
        }
        insert(strongest, offered);
    }

    private static void insert(List<Peak> strongest, Peak offered) {
        int at = strongest.size();
        while (at > 0 && ORDER.compare(offered, strongest.get(at - 1)) < 0) {
            at--;
        }
        if (at < MOST) {
            strongest.add(at, offered);
        }
        if (strongest.size() > MOST) {
            strongest.remove(MOST);
        }
    }

    /** Each context with its features, the one that stands out most first. */
    Set<Map.Entry<Long, List<Peak>>> byContext() {
        return byContext.entrySet();
    }
}
