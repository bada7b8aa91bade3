package org.featurescope.core.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
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
        assertThat(ActivationFormat.encode(ones(65_537))).startsWith(5).hasSize(1 + 4 + 3 * 32_768 + 2);
    }

    @Test
    void aLongContextOfZerosHasNoStep() {
        byte[] bytes = ActivationFormat.encode(new float[65_537]);
        assertThat(ActivationFormat.decode(bytes, 65_537)).containsOnly(0);
    }

    @Test
    void whatStandsBehindTheLengthIsNotEncoded() {
        float[] activations = {0.5f, -1, 2, 3, 0, 1, 7, 8, 9, 10, 11, Float.NaN, 70_000};
        for (int length = 0; length < 12; length++) {
            assertThat(ActivationFormat.encode(activations, length))
                    .isEqualTo(ActivationFormat.encode(Arrays.copyOf(activations, length)));
        }
    }

    private static float[] ones(int length) {
        float[] activations = new float[length];
        Arrays.fill(activations, 1);
        return activations;
    }

    @Test
    void writesDenseValuesAsTwelveBitMultiplesOfAStep() {
        float[] activations = {2047, -2047, 1, -1, 0, 0.4f, 0.6f, 291, -1000, 5, 6};
        byte[] bytes = ActivationFormat.encode(activations);
        assertThat(bytes)
                .isEqualTo(Bytes.of(
                        5, 0, 0, 0x80, 0x3f, 0xff, 0x17, 0x80, 0x01, 0xf0, 0xff, 0, 0, 0, 0x01, 0x30, 0x12, 0x18, 0x5c,
                        0, 6, 0));
        assertThat(ActivationFormat.decode(bytes, 11)).containsExactly(2047, -2047, 1, -1, 0, 0, 1, 291, -1000, 5, 6);
    }

    @Test
    void takesStepsOnlyWhenTheyAreSmaller() {
        assertThat(ActivationFormat.encode(ones(9))).startsWith(1).hasSize(19); // 18 bytes either way
        assertThat(ActivationFormat.encode(ones(10))).startsWith(5).hasSize(20); // 19 against 20
        float[] half = ones(100);
        Arrays.fill(half, 51, 100, 0);
        assertThat(ActivationFormat.encode(half)).startsWith(2); // 153 against 154
        half[51] = 1;
        assertThat(ActivationFormat.encode(half)).startsWith(5); // 156 against 154
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
    void randomActivationsComeBackAsNearAsTheirPrecisionSays() {
        long seed = System.nanoTime();
        System.out.println("ActivationFormatTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            float[] activations = randomActivations(random);
            byte[] bytes = ActivationFormat.encode(activations);
            float[] decoded = ActivationFormat.decode(bytes, activations.length);
            double allowed = bytes[0] == 5 ? largest(activations) / 4094 * 1.001 : 0;
            assertThat(bytes.length).isLessThanOrEqualTo(Math.max(5, 5 + (3 * activations.length + 1) / 2));
            for (int i = 0; i < activations.length; i++) {
                // Half an ulp of a half: relative 2^-11 for normal ones, absolute 2^-25 below.
                double tolerance = bytes[0] == 5 ? allowed : Math.max(Math.abs(activations[i]) * 0x1p-11, 0x1p-25);
                double error = Math.abs((double) decoded[i] - activations[i]);
                assertThat(error).isLessThanOrEqualTo(tolerance);
                // A half that is stored is at most an ulp smaller than the value.
                assertThat(error)
                        .isLessThanOrEqualTo(ActivationFormat.precision(bytes).error(decoded[i]) * 1.001);
            }
        }
    }

    @Test
    void theValuesThatAreNotZeroGiveTheSameBytesAsAll() {
        long seed = System.nanoTime();
        System.out.println("ActivationFormatTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            float[] activations = randomActivations(random);
            if (activations.length > 0 && round % 50 == 0) {
                activations[random.nextInt(activations.length)] = 70_000; // more than a half holds
            }
            assertThat(encodeNonZero(activations, activations.length))
                    .as("length %s", activations.length)
                    .isEqualTo(ActivationFormat.encode(activations));
        }
        float[] long17Bits = new float[1 << 17];
        assertThat(encodeNonZero(long17Bits, long17Bits.length)).isEqualTo(ActivationFormat.encode(long17Bits));
        long17Bits[100_000] = 1;
        assertThat(encodeNonZero(long17Bits, long17Bits.length)).isEqualTo(ActivationFormat.encode(long17Bits));
    }

    private static byte[] encodeNonZero(float[] activations, int length) {
        int[] positions = IntStream.range(0, length)
                .filter(position -> activations[position] != 0)
                .toArray();
        float[] values = new float[length];
        for (int i = 0; i < positions.length; i++) {
            values[i] = activations[positions[i]];
        }
        return ActivationFormat.encode(positions, values, positions.length, length);
    }

    private static double largest(float[] activations) {
        double largest = 0;
        for (float activation : activations) {
            largest = Math.max(largest, Math.abs(activation));
        }
        return largest;
    }

    @Test
    void whatAHalfOrAFloatHoldsIsWrittenTheSameAgain() {
        Random random = new Random(3);
        for (int round = 0; round < 500; round++) {
            float[] activations = randomActivations(random);
            byte[] bytes = ActivationFormat.encode(activations);
            if (bytes[0] != 5) {
                assertThat(ActivationFormat.encode(ActivationFormat.decode(bytes, activations.length)))
                        .isEqualTo(bytes);
            }
        }
    }

    @Test
    void precisionIsThatOfTheCodec() {
        assertThat(ActivationFormat.precision(Bytes.of(2)).error(4)).isEqualTo(4 * 0x1p-11f);
        assertThat(ActivationFormat.precision(Bytes.of(1)).error(0)).isEqualTo(0x1p-25f);
        assertThat(ActivationFormat.precision(Bytes.of(4, 0, 0, 0, 0)).error(70_000))
                .isZero();
        assertThat(ActivationFormat.precision(Bytes.of(5, 0, 0, 0x80, 0x3f)).error(1000))
                .isBetween(0.5f, 0.501f);
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
    void listsWhatIsKnown() {
        byte[] bytes = ActivationFormat.encodeKnown(new float[] {Float.NaN, 0, 1.1f, Float.NaN});
        assertThat(bytes).isEqualTo(Bytes.of(6, 1, 0, 0, 0, 0, 0, 2, 0, 0xcd, 0xcc, 0x8c, 0x3f));
        assertThat(ActivationFormat.decode(bytes, 4)).containsExactly(Float.NaN, 0, 1.1f, Float.NaN);
        assertThat(ActivationFormat.precision(bytes).error(1.1f)).isZero();
        assertThat(ActivationFormat.encodeKnown(new float[] {0, 1}))
                .as("all are known")
                .isEqualTo(ActivationFormat.encode(new float[] {0, 1}));
        assertThatThrownBy(() -> ActivationFormat.encodeKnown(new float[] {Float.NaN, Float.POSITIVE_INFINITY}))
                .hasMessage("activation must be finite, got Infinity at position 1");
        assertThatThrownBy(() -> ActivationFormat.encodeKnown(filled(65_537, Float.NaN)))
                .hasMessageContaining("must have at most 65536 values, got 65537");
        assertRefused(4, "at byte 5: ends within a pair of 6 bytes", 6, 0, 0, 0, 0);
        assertRefused(1, "at byte 1: positions must ascend and be below 1, got 1 after -1", 6, 1, 0, 0, 0, 0, 0);
        assertRefused(1, "at byte 3: value must be finite, got NaN", 6, 0, 0, 0, 0, 0xc0, 0x7f);
    }

    private static float[] filled(int length, float value) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return values;
    }

    @Test
    void refusesMalformedBytes() {
        assertRefused(0, "at byte 0: codec must be 1, 2, 3, 4, 5 or 6, got 0");
        assertRefused(1, "at byte 0: codec must be 1, 2, 3, 4, 5 or 6, got 9", 9);
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
        assertRefused(1, "at byte 1: step must be above 0 and at most 65504, got 0.0", 5, 0, 0, 0, 0, 1, 0);
        assertRefused(1, "at byte 1: step must be above 0 and at most 65504, got 0.0", 5, 0, 0);
        assertRefused(1, "at byte 6: 1 values of 12 bits expected after the step, got 1 bytes", 5, 0, 0, 0x80, 0x3f, 1);
        assertRefused(1, "at byte 6: the bits behind the last value must be 0", 5, 0, 0, 0x80, 0x3f, 1, 0x10);
        assertRefused(1, "at byte 6: a value must be at least -2047 steps, got -2048", 5, 0, 0, 0x80, 0x3f, 0, 0x08);
    }

    private static void assertRefused(int length, String problem, int... bytes) {
        assertThatThrownBy(() -> ActivationFormat.decode(Bytes.of(bytes), length))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("malformed activations " + problem);
    }
}
