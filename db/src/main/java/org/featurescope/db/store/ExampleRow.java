package org.featurescope.db.store;

/**
 * One piece of evidence: a context and what the feature did on it.
 *
 * @param evidenceGroup 0: top
 * @param rank within the group, from 1
 * @param contextNo in the run's context set; the context must be written too
 * @param peakPosition in the context, from 0
 * @param peak the activation there, exact
 * @param activations one for each token id of the context, packed; not copied
 */
public record ExampleRow(
        int featureIndex,
        int evidenceGroup,
        int rank,
        int contextNo,
        int peakPosition,
        float peak,
        byte[] activations) {

    public ExampleRow {
        Require.atLeast(0, featureIndex, "featureIndex");
        requireShort(0, evidenceGroup, "evidenceGroup");
        requireShort(1, rank, "rank");
        Require.atLeast(0, contextNo, "contextNo");
        requireShort(0, peakPosition, "peakPosition");
        Require.finite(peak, "peak");
    }

    private static void requireShort(int least, int value, String what) {
        if (value < least || value > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                    what + " must be in " + least + " … " + Short.MAX_VALUE + ", got " + value);
        }
    }
}
