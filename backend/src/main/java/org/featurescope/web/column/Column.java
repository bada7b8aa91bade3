package org.featurescope.web.column;

import java.util.Arrays;

/**
 * One number of each feature of a source, by index. Values are 32-bit floats, NaN where a feature has no such number.
 *
 * <p>Made of an array that must not change any more.
 */
public final class Column {

    private final float[] values;

    Column(float[] values) {
        this.values = values;
    }

    /** For numbers that are computed and not stored. */
    public static Column of(float[] values) {
        return new Column(values.clone());
    }

    static Column undefined(int features) {
        float[] values = new float[features];
        Arrays.fill(values, Float.NaN);
        return new Column(values);
    }

    public int features() {
        return values.length;
    }

    /** NaN: the feature has no such number. */
    public float get(int feature) {
        return values[feature];
    }
}
