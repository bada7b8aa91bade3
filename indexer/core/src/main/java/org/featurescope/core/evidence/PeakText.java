package org.featurescope.core.evidence;

/** Tells which peaks stand in the same text, so that near-duplicates count as one example. */
@FunctionalInterface
public interface PeakText {

    /**
     * A 64-bit hash of the normalised text around a position; equal for near-duplicates alone. Called for the few peaks that
     * become examples, by several threads.
     */
    long key(EvidenceContext context, int position);
}
