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

    /**
     * The same as {@link Float#floatToRawIntBits}. Whoever has them in memory can copy them at once, which is quicker than
     * converting one by one.
     */
    default void readBits(int context, int position, int firstFeature, int count, int[] into) {
        float[] values = new float[count];
        read(context, position, firstFeature, count, values, 0);
        for (int i = 0; i < count; i++) {
            into[i] = Float.floatToRawIntBits(values[i]);
        }
    }
}
