package org.featurescope.db.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One number of many features side by side, as the column {@code feature_column.packed} has it: byte 1, then a 32-bit float for
 * each feature by index, NaN where the feature has no such number.
 */
public final class ColumnFormat {

    /** How many tokens activate a feature above 0. */
    public static final String ACTIVE_TOKENS = "active-tokens";

    /** Of imported features: the share of tokens that activate it, as the file has it. */
    public static final String DENSITY = "density";

    public static final String MAX = "max";
    public static final String MIN = "min";
    public static final String MEAN = "mean";
    public static final String STANDARD_DEVIATION = "standard-deviation";
    public static final String SKEWNESS = "skewness";
    public static final String KURTOSIS = "kurtosis";
    public static final String INPUT_NORM = "input-norm";
    public static final String OUTPUT_NORM = "output-norm";
    public static final String INPUT_OUTPUT_COSINE = "input-output-cosine";
    public static final String LOOKUP_SHARE = "lookup-share";

    /** The largest AUC of any label. */
    public static final String AUC = "auc";

    private static final byte FLOAT32 = 1;

    private ColumnFormat() {}

    /** The name of the column of one label, by its number in the run. */
    public static String auc(int label) {
        return AUC + "-" + label;
    }

    public static byte[] encode(float[] values) {
        ByteBuffer packed = ByteBuffer.allocate(1 + values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        packed.put(FLOAT32);
        for (float value : values) {
            packed.putFloat(value);
        }
        return packed.array();
    }

    /**
     * @param column takes the numbers, from index {@code first} on
     * @throws IllegalArgumentException for bytes that {@link #encode} cannot have made, and for numbers that do not fit in
     */
    public static void decode(byte[] packed, float[] column, int first) {
        ByteBuffer bytes = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        if (packed.length % Float.BYTES != 1 || bytes.get() != FLOAT32) {
            throw new IllegalArgumentException("a column must be byte 1 and 4 bytes for each feature, got "
                    + packed.length + " bytes beginning with " + (packed.length == 0 ? "nothing" : packed[0]));
        }
        int count = packed.length / Float.BYTES;
        if (first < 0 || first + (long) count > column.length) {
            throw new IllegalArgumentException("a column of " + column.length + " features must hold all numbers, got "
                    + count + " from feature " + first + " on");
        }
        bytes.asFloatBuffer().get(column, first, count);
    }
}
