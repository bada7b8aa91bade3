package org.featurescope.core.format;

/**
 * How exact stored activations are: each lies within {@link #error} of the activation that was computed.
 *
 * @param absolute the least error to reckon with
 * @param relative error as a share of the value
 */
public record ActivationPrecision(float absolute, float relative) {

    /** Half a unit in the last place of a half float. */
    static final ActivationPrecision HALF = new ActivationPrecision(0x1p-25f, 0x1p-11f);

    static final ActivationPrecision EXACT = new ActivationPrecision(0, 0);

    /** The most by which a stored value may be off. */
    public float error(float stored) {
        return Math.max(absolute, Math.abs(stored) * relative);
    }
}
