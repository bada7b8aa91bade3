package org.featurescope.core.evidence;

import org.jspecify.annotations.Nullable;

/**
 * How a feature's context maxima lie for one label of the run.
 *
 * @param label its number in the run
 * @param maxima of the contexts of the label: counts in the bins of {@link MaximaBins}
 * @param auc probability that the maximum of a context of this label exceeds that of another context, ties counting half (within
 *     the resolution of the bins); null where all contexts or none have the label
 */
public record LabelEvidence(
        int label, MaximaBins maxima, @Nullable Double auc) {}
