package org.featurescope.core.evidence;

/**
 * Activations of one source over a few contexts: {@code [context, position, feature]}, positions ragged. Several
 * threads read a block at the same time.
 */
public interface ActivationBlock {

    int contexts();

    int features();

    /** Position of a context in the corpus, from 0; no two contexts of a run share it. */
    int contextNo(int context);

    /** One entry for each token of a context, padding left out: whether its activations count as evidence. */
    boolean[] counted(int context);

    /**
     * Copies the activations of some neighbouring features at one position.
     *
     * @param into receives {@code count} values from {@code offset} on
     */
    void read(int context, int position, int firstFeature, int count, float[] into, int offset);
}
