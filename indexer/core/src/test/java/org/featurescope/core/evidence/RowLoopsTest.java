package org.featurescope.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowLoopsTest {

    private static final int MASK = DyadicHistogram.MAX_BINS - 1;

    @Test
    void keysTellTheBinOfEveryValue() {
        byte[] bins = RowLoops.binsOfKeys();
        Random random = new Random(1);
        for (int exponent = DyadicHistogram.MIN_EXPONENT; exponent < 100; exponent += 7) {
            float[] values = valuesIn(exponent, random);
            int[] bits = new int[values.length];
            Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
            int[] base = new int[values.length];
            Arrays.fill(base, RowLoops.keyBase(exponent));
            int[] keys = new int[values.length];
            RowLoops.keys(bits, base, keys);
            for (int i = 0; i < values.length; i++) {
                assertThat(bins[keys[i]])
                        .as("%s in bins of 2^%s", values[i], exponent)
                        .isEqualTo((byte) ((int) DyadicHistogram.bin(values[i], exponent) & MASK));
            }
        }
    }

    /** Every edge of a bin with its neighbours, numbers smaller than any bin, and numbers between. */
    private static float[] valuesIn(int exponent, Random random) {
        float[] values = new float[4096];
        float width = Math.scalb(1f, exponent);
        for (int i = 0; i < values.length; i++) {
            float edge = (random.nextInt(255) - 127) * width;
            values[i] = switch (i % 7) {
                case 0 -> edge;
                case 1 -> Math.nextUp(edge);
                case 2 -> edge == -127 * width ? edge : Math.nextDown(edge);
                case 3 -> Math.copySign(0f, random.nextFloat() - 0.5f);
                case 4 -> Math.copySign(Float.MIN_VALUE, random.nextFloat() - 0.5f);
                case 5 -> (random.nextFloat() - 0.5f) * width;
                default -> (random.nextFloat() * 254 - 127) * width;
            };
        }
        return values;
    }

    @Test
    void countsValuesAboveZero() {
        float[] values = {0f, -0f, 1f, -1f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE};
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        int[] counts = new int[values.length];

        RowLoops.countAbove0(bits, counts);
        RowLoops.countAbove0(bits, counts);

        assertThat(counts).containsExactly(0, 0, 2, 0, 2, 0, 2, 0);
    }
}
