package org.featurescope.web.catalog;

import org.jspecify.annotations.Nullable;

/**
 * How much evidence a run keeps of a feature, at most.
 *
 * @param topK examples at the top, at the bottom, and of each sign case
 * @param intervals evenly spaced ranges from 0 to the maximum
 * @param intervalSamples contexts sampled from each of them
 * @param randomSamples contexts sampled from all
 * @param labelTopK examples at the top of each label
 * @param seed of all sampling
 */
public record EvidenceFacts(int topK, int intervals, int intervalSamples, int randomSamples, int labelTopK, long seed) {

    /** Null for a run from before there was more than top examples. */
    static @Nullable EvidenceFacts of(RunEntity run) {
        if (run.topK == null
                || run.intervals == null
                || run.intervalSamples == null
                || run.randomSamples == null
                || run.labelTopK == null
                || run.seed == null) {
            return null;
        }
        return new EvidenceFacts(
                run.topK, run.intervals, run.intervalSamples, run.randomSamples, run.labelTopK, run.seed);
    }
}
