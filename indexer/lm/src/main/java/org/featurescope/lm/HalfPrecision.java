package org.featurescope.lm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/** Widens 16-bit floats to fp32; both conversions are exact. JDK 17 has neither. */
final class HalfPrecision {

    private HalfPrecision() {}

    /** bfloat16 is the upper half of an fp32. */
    static ByteBuffer fromBrain(ByteBuffer source) {
        ShortBuffer shorts = source.asShortBuffer();
        ByteBuffer target = target(shorts.remaining());
        FloatBuffer floats = target.asFloatBuffer();
        for (int i = 0; i < shorts.remaining(); i++) {
            floats.put(i, Float.intBitsToFloat(shorts.get(i) << 16));
        }
        return target;
    }

    /** IEEE 754 binary16. */
    static ByteBuffer fromHalf(ByteBuffer source) {
        ShortBuffer shorts = source.asShortBuffer();
        ByteBuffer target = target(shorts.remaining());
        FloatBuffer floats = target.asFloatBuffer();
        for (int i = 0; i < shorts.remaining(); i++) {
            floats.put(i, half(shorts.get(i)));
        }
        return target;
    }

    /** Exponent and mantissa, shifted into an fp32's place, are 2⁻¹¹² of the value; subnormals come out right too. */
    static float half(short bits) {
        float magnitude = Float.intBitsToFloat((bits & 0x7FFF) << 13) * 0x1p112f;
        if (magnitude >= 0x1p16f) { // infinity or NaN
            magnitude = Float.intBitsToFloat(0x7F80_0000 | (bits & 0x3FF) << 13);
        }
        return bits < 0 ? -magnitude : magnitude;
    }

    private static ByteBuffer target(int elements) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(elements, 4)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
