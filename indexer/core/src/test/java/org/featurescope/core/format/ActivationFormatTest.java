package org.featurescope.core.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class ActivationFormatTest {
    @Test
    void writesDenseHalvesLittleEndian() {
        assertThat(ActivationFormat.encode(new float[] {1, -2})).isEqualTo(Bytes.of(1, 0x00, 0x3c, 0x00, 0xc0));
    }

    @Test
    void writesFewValuesOfAShortContextAsPairs() {
        float[] activations = new float[256];
        activations[3] = 1;
        activations[255] = -2;
        assertThat(ActivationFormat.encode(activations)).isEqualTo(Bytes.of(2, 3, 0x00, 0x3c, 255, 0x00, 0xc0));
    }

    @Test
    void writesFewValuesOfALongContextAsLongerPairs() {
        float[] activations = new float[257];
        activations[256] = 1;
        assertThat(ActivationFormat.encode(activations)).isEqualTo(Bytes.of(3, 0x00, 0x01, 0x00, 0x3c));
    }

    @Test
    void writesFloatsWhenAHalfCannotHoldAValue() {
        assertThat(ActivationFormat.encode(new float[] {65_504})).hasSize(3).startsWith(1);
        byte[] bytes = ActivationFormat.encode(new float[] {65_505, 0.1f});
        assertThat(bytes).hasSize(9).startsWith(4);
        assertThat(ActivationFormat.decode(bytes, 2)).containsExactly(65_505, 0.1f);
    }

    @Test
    void takesPairsOnlyWhenTheyAreSmaller() {
        assertThat(ActivationFormat.encode(new float[] {1, 1, 0})).startsWith(1); // 6 bytes either way
        assertThat(ActivationFormat.encode(new float[] {1, 1, 0, 0})).startsWith(2); // 6 against 8
    }

    @Test
    void contextsBeyondSixteenBitPositionsAreDense() {
        assertThat(ActivationFormat.encode(new float[65_536])).startsWith(3).hasSize(1);
        assertThat(ActivationFormat.encode(new float[65_537])).startsWith(1).hasSize(1 + 2 * 65_537);
    }

    @Test
    void whatRoundsToZeroIsZeroWithoutSign() {
        byte[] bytes = ActivationFormat.encode(new float[] {-1e-9f, -0f, 1e-9f});
        assertThat(bytes).containsExactly(2);
        assertThat(ActivationFormat.decode(bytes, 3)).isEqualTo(new float[] {0, 0, 0});
    }

    @Test
    void anEmptyContextIsOneByte() {
        assertThat(ActivationFormat.decode(ActivationFormat.encode(new float[0]), 0))
                .isEmpty();
    }

    @Test
    void randomActivationsComeBackAsNearAsAHalfIs() {
        long seed = System.nanoTime();
        System.out.println("ActivationFormatTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            float[] activations = randomActivations(random);
            byte[] bytes = ActivationFormat.encode(activations);
            float[] decoded = ActivationFormat.decode(bytes, activations.length);
            assertThat(bytes.length).isLessThanOrEqualTo(1 + 2 * activations.length);
            for (int i = 0; i < activations.length; i++) {
                // Half an ulp of a half: relative 2^-11 for normal ones, absolute 2^-25 below.
                double tolerance = Math.max(Math.abs(activations[i]) * 0x1p-11, 0x1p-25);
                assertThat(Math.abs((double) decoded[i] - activations[i])).isLessThanOrEqualTo(tolerance);
            }
            assertThat(ActivationFormat.encode(decoded)).isEqualTo(bytes);
        }
    }

    private static float[] randomActivations(Random random) {
        float[] activations = new float[random.nextInt(600)];
        double share = random.nextDouble();
        double scale = Math.pow(10, random.nextInt(9) - 6);
        for (int i = 0; i < activations.length; i++) {
            activations[i] = random.nextDouble() < share ? (float) (random.nextGaussian() * scale) : 0;
        }
        return activations;
    }

    @Test
    void refusesWhatIsNotFinite() {
        assertThatThrownBy(() -> ActivationFormat.encode(new float[] {1, Float.NaN}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("activation must be finite, got NaN at position 1");
        assertThatThrownBy(() -> ActivationFormat.encode(new float[] {Float.NEGATIVE_INFINITY}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("activation must be finite, got -Infinity at position 0");
    }

    @Test
    void refusesMalformedBytes() {
        assertRefused(0, "at byte 0: codec must be 1, 2, 3 or 4, got 0");
        assertRefused(1, "at byte 0: codec must be 1, 2, 3 or 4, got 9", 9);
        assertRefused(2, "at byte 3: 2 values of 2 bytes expected after the codec, got 2 bytes", 1, 0, 0);
        assertRefused(1, "at byte 1: value must be finite, got Infinity", 1, 0x00, 0x7c);
        assertRefused(1, "at byte 1: value must be finite, got NaN", 4, 0, 0, 0xc0, 0x7f);
        assertRefused(4, "at byte 3: ends within a pair of 3 bytes", 2, 0, 1);
        assertRefused(257, "at byte 0: codec 2 does not hold 257 values", 2);
        assertRefused(256, "at byte 0: codec 3 does not hold 256 values", 3);
        assertRefused(4, "at byte 1: positions must ascend and be below 4, got 4 after -1", 2, 4, 0, 0x3c);
        assertRefused(4, "at byte 4: positions must ascend and be below 4, got 1 after 1", 2, 1, 0, 0x3c, 1, 0, 0x3c);
        assertRefused(300, "at byte 1: positions must ascend and be below 300, got 300 after -1", 3, 44, 1, 0, 0x3c);
        assertRefused(4, "at byte 2: a sparse value must not be 0", 2, 1, 0, 0x80);
    }

    private static void assertRefused(int length, String problem, int... bytes) {
        assertThatThrownBy(() -> ActivationFormat.decode(Bytes.of(bytes), length))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("malformed activations " + problem);
    }
}
