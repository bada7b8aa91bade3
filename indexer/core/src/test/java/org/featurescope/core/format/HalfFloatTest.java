package org.featurescope.core.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HalfFloatTest {
    private static final int FIRST_INFINITY = 0x7c00;

    @Test
    void everyHalfHasItsValueByTheStandardsFormula() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfFloat.toFloat((short) bits);
            assertThat(value).as("half %04x", bits).isEqualTo(Float.valueOf((float) valueByFormula(bits)));
        }
    }

    @Test
    void everyHalfButNaNComesBackFromItsFloat() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfFloat.toFloat((short) bits);
            int expected = Float.isNaN(value) ? 0x7e00 : bits;
            assertThat(HalfFloat.fromFloat(value) & 0xffff)
                    .as("half %04x", bits)
                    .isEqualTo(expected);
        }
    }

    @Test
    void halfwayBetweenTwoHalvesTheEvenOneIsTaken() {
        for (int bits = 0; bits < FIRST_INFINITY; bits++) {
            float halfway = halfwayAbove(bits);
            int even = bits % 2 == 0 ? bits : bits + 1;
            assertThat(HalfFloat.fromFloat(halfway)).as("above half %04x", bits).isEqualTo((short) even);
            assertThat(HalfFloat.fromFloat(-halfway))
                    .as("below half %04x", bits | 0x8000)
                    .isEqualTo((short) (even | 0x8000));
        }
    }

    @Test
    void besideHalfwayTheNearestHalfIsTaken() {
        for (int bits = 0; bits < FIRST_INFINITY; bits++) {
            float halfway = halfwayAbove(bits);
            assertThat(HalfFloat.fromFloat(Math.nextDown(halfway))).isEqualTo((short) bits);
            assertThat(HalfFloat.fromFloat(Math.nextUp(halfway))).isEqualTo((short) (bits + 1));
        }
    }

    @Test
    void whatNoHalfHoldsBecomesInfinite() {
        for (float value : new float[] {65_520f, 65_536f, 1e6f, Float.MAX_VALUE, Float.POSITIVE_INFINITY}) {
            assertThat(HalfFloat.fromFloat(value)).isEqualTo((short) 0x7c00);
            assertThat(HalfFloat.fromFloat(-value)).isEqualTo((short) 0xfc00);
        }
        assertThat(HalfFloat.toFloat(HalfFloat.fromFloat(65_519f))).isEqualTo(HalfFloat.MAX_VALUE);
    }

    /** Exact in fp32; above the largest half it is the middle between that and 2^16, which would be the next. */
    private static float halfwayAbove(int bits) {
        double next = bits + 1 == FIRST_INFINITY ? 65_536 : HalfFloat.toFloat((short) (bits + 1));
        return (float) ((HalfFloat.toFloat((short) bits) + next) / 2);
    }

    private static double valueByFormula(int bits) {
        double sign = bits >= 0x8000 ? -1 : 1;
        int exponent = bits >> 10 & 31;
        int mantissa = bits & 1023;
        if (exponent == 31) {
            return mantissa == 0 ? sign / 0.0 : Double.NaN;
        }
        double fraction = mantissa / 1024.0;
        return sign * (exponent == 0 ? fraction * Math.pow(2, -14) : (1 + fraction) * Math.pow(2, exponent - 15));
    }
}
