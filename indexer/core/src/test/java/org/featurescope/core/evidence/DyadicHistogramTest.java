package org.featurescope.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DyadicHistogramTest {

    @Test
    void countsEachValueInTheBinThatHoldsIt() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            float[] values = new float[1 + random.nextInt(300)];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(12) - 8));
            }
            DyadicHistogram histogram = DyadicHistogram.of(values);

            long[] expected = new long[histogram.counts().length];
            for (float value : values) {
                double width = Math.pow(2, histogram.exponent());
                for (int bin = 0; bin < expected.length; bin++) {
                    double low = (histogram.firstBin() + bin) * width;
                    expected[bin] += value >= low && value < low + width ? 1 : 0;
                }
            }
            assertThat(histogram.counts()).isEqualTo(expected);
            assertThat(histogram.total()).isEqualTo(values.length);
        }
    }
}
