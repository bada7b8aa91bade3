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
        Map<Long, Peak> peaks = new HashMap<>();
        for (ExampleGroup group : groups) {
            for (Example example : group.examples()) {
                add(peaks, example.context(), new Peak(feature, example.peakPosition(), example.peak(), 0));
                for (Example.Repeat repeat : example.repeats()) {
                    add(peaks, repeat.context(), new Peak(feature, repeat.peakPosition(), repeat.peak(), 0));
                }
            }
        }
        peaks.forEach((context, peak) -> {
            double deviations = (peak.peak - mean) / standardDeviation;
            offer(context, new Peak(feature, peak.position, peak.peak, (float) deviations));
        });
    }

    private static void add(Map<Long, Peak> peaks, long context, Peak peak) {
        if (peak.peak > 0) {
            peaks.merge(context, peak, (one, other) -> one.peak >= other.peak ? one : other);
        }
    }

    private void offer(long context, Peak peak) {
        List<Peak> strongest = byContext.computeIfAbsent(context, id -> new ArrayList<>(2));
        if (strongest.size() == MOST && ORDER.compare(strongest.get(MOST - 1), peak) < 0) {
            return;
        }
        int at = strongest.size();
        while (at > 0 && ORDER.compare(peak, strongest.get(at - 1)) < 0) {
            at--;
        }
        strongest.add(at, peak);
        if (strongest.size() > MOST) {
            strongest.remove(MOST);
        }
    }

    /** Each context with its features, the one that stands out most first. */
    Set<Map.Entry<Long, List<Peak>>> byContext() {
        return byContext.entrySet();
    }
}
