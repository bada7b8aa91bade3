package org.featurescope.lm.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfPrecisionTest {

    /** Against the definition in IEEE 754, in double. */
    @Test
    void widensAllHalfFloatsExactly() {
        for (int bits = 0; bits <= 0xFFFF; bits++) {
            int exponent = bits >> 10 & 0x1F;
            int fraction = bits & 0x3FF;
            double magnitude = exponent == 0
                    ? Math.scalb((double) fraction, -24)
                    : exponent == 31
                            ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
                            : Math.scalb(1024.0 + fraction, exponent - 25);
            double expected = (bits & 0x8000) == 0 ? magnitude : -magnitude;

            assertThat(Float.valueOf(HalfPrecision.half((short) bits)))
                    .as("bits %04x", bits)
                    .isEqualTo(Float.valueOf((float) expected));
        }
    }
}
