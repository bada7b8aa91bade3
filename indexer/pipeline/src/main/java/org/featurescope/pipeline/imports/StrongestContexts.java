package org.featurescope.pipeline.imports;

/**
 * For each of some features the contexts in which it is strongest, found in one pass over activations in any order: a context that was
 * turned away comes back when a larger activation of it is met. Of contexts that are equally strong those met first.
 */
final class StrongestContexts {

    private final int most;
    private final int[] contexts;
    private final float[] peaks;
    private final int[] counts;

    StrongestContexts(int features, int most) {
        this.most = most;
        contexts = new int[Math.multiplyExact(features, most)];
        peaks = new float[contexts.length];
        counts = new int[features];
    }

    void add(int feature, int context, float activation) {
        int begin = feature * most;
        int count = counts[feature];
        int weakest = begin;
        for (int i = begin; i < begin + count; i++) {
            if (contexts[i] == context) {
                peaks[i] = Math.max(peaks[i], activation);
                return;
            }
            weakest = peaks[i] < peaks[weakest] ? i : weakest;
        }
        if (count < most) {
            weakest = begin + count;
            counts[feature]++;
        } else if (!(activation > peaks[weakest])) {
            return;
        }
        contexts[weakest] = context;
        peaks[weakest] = activation;
    }

    /** How many are known of a feature. */
    int count(int feature) {
        return counts[feature];
    }

    int context(int feature, int number) {
        return contexts[feature * most + number];
    }

    /** Which of them a context is; −1: none. */
    int find(int feature, int context) {
        int begin = feature * most;
        for (int i = begin; i < begin + counts[feature]; i++) {
            if (contexts[i] == context) {
                return i - begin;
            }
        }
        return -1;
    }
}
