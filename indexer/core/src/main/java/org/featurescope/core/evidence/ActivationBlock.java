package org.featurescope.core.evidence;

/**
 * Activations of one source over a few contexts: {@code [context, position, feature]}, positions ragged. Several
 * threads read a block at the same time.
 */
public interface ActivationBlock {

    int contexts();

    int features();

    /** @param context its number in the block, from 0 */
    EvidenceContext context(int context);

    /**
     * Copies the activations of some neighbouring features at one position.
     *
     * @param into receives {@code count} values from {@code offset} on
     */
    void read(int context, int position, int firstFeature, int count, float[] into, int offset);
}
