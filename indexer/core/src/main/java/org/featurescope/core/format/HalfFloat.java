package org.featurescope.core.format;

/**
 * IEEE 754 binary16 ("half"): 1 sign bit, 5 exponent bits (bias 15), 10 mantissa bits. The JDK converts these only from
 * release 20 on.
 */
public final class HalfFloat {
    /** The largest finite half. */
    public static final float MAX_VALUE = 65_504f;

    private static final int SIGN = 0x8000;
    private static final int INFINITY = 0x7c00;
    private static final int QUIET_NAN = 0x7e00;
    private static final int FLOAT_BIAS_MINUS_HALF_BIAS = 127 - 15;
    private static final int DROPPED_BITS = 23 - 10;

    private HalfFloat() {}

    /** The exact value of a half; infinities and NaN stay what they are. */
    public static float toFloat(short half) {
        int exponent = (half >> 10) & 0x1f;
        int mantissa = half & 0x3ff;
        float magnitude;
        if (exponent == 0) {
            magnitude = mantissa * 0x1p-24f; // zero and subnormal: exact in fp32
        } else if (exponent == 0x1f) {
            magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            magnitude = Float.intBitsToFloat((exponent + FLOAT_BIAS_MINUS_HALF_BIAS) << 23 | mantissa << DROPPED_BITS);
        }
        return (half & SIGN) == 0 ? magnitude : -magnitude;
    }

    /**
     * The nearest half, ties to the one with an even mantissa. Magnitudes from 65,520 on become infinite; magnitudes up to
     * 2<sup>-25</sup> become zero of the same sign; every NaN becomes the quiet NaN 0x7e00.
     */
    public static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & SIGN;
        int magnitude = bits & 0x7fff_ffff;
        if (Float.isNaN(value)) {
            return QUIET_NAN;
        }
        return (short) (sign | roundedMagnitude(magnitude));
    }

    private static int roundedMagnitude(int floatBits) {
        if (floatBits >= 0x4780_0000) { // 2^16: beyond every finite half
            return INFINITY;
        }
        if (floatBits < 0x3880_0000) { // below 2^-14: a subnormal half
            // Adding 0.5 leaves the multiple of 2^-24 in the low bits; the fp32 addition itself rounds to nearest even.
            return Float.floatToRawIntBits(Float.intBitsToFloat(floatBits) + 0.5f) - Float.floatToRawIntBits(0.5f);
        }
        int rebiased = floatBits - (FLOAT_BIAS_MINUS_HALF_BIAS << 23);
        int odd = rebiased >>> DROPPED_BITS & 1;
        // A carry out of the mantissa correctly raises the exponent, up to infinity.
        return (rebiased + (1 << (DROPPED_BITS - 1)) - 1 + odd) >>> DROPPED_BITS;
    }
}
