package org.featurescope.lm.file;

/** Widens IEEE 754 binary16 to fp32, which is exact; JDK 17 cannot. */
final class HalfPrecision {

    private HalfPrecision() {}

    /** Exponent and mantissa, shifted into an fp32's place, are 2⁻¹¹² of the value; subnormals come out right too. */
    static float half(short bits) {
        float magnitude = Float.intBitsToFloat((bits & 0x7FFF) << 13) * 0x1p112f;
        if (magnitude >= 0x1p16f) { // infinity or NaN
            magnitude = Float.intBitsToFloat(0x7F80_0000 | (bits & 0x3FF) << 13);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
