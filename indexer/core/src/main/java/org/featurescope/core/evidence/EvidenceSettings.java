package org.featurescope.core.evidence;

/**
 * How much evidence is kept of each feature.
 *
 * @param topK examples at the top, at the bottom, and of each sign case
 * @param intervals evenly spaced ranges from 0 to the maximum
 * @param intervalSamples contexts sampled from each of them
 * @param randomSamples contexts sampled from all
 * @param labelTopK examples at the top of each label
 * @param seed of all sampling
 */
public record EvidenceSettings(
        int topK, int intervals, int intervalSamples, int randomSamples, int labelTopK, long seed) {

    public static final EvidenceSettings DEFAULT = new EvidenceSettings(20, 11, 5, 10, 2, 0);

    public EvidenceSettings {
        require("--top-k", topK, 1);
        require("--intervals", intervals, 1);
        require("--interval-samples", intervalSamples, 0);
        require("--random-samples", randomSamples, 0);
        require("--label-top", labelTopK, 0);
    }

    private static void require(String option, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(option + " must be >= " + least + ", got " + value);
        }
    }
}
