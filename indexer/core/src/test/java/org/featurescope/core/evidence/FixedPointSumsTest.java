package org.featurescope.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FixedPointSumsTest {

    @Test
    void agreesWithDecimalArithmeticInAnyOrder() {
        Random random = new Random(1);
        FixedPointSums forwards = new FixedPointSums(1);
        FixedPointSums backwards = new FixedPointSums(1);
        double[] values = random.doubles(1000, -1, 1)
                .map(value -> value * Math.scalb(1, random.nextInt(40) - 20))
                .toArray();
        BigDecimal exact = BigDecimal.ZERO;
        for (int i = 0; i < values.length; i++) {
            forwards.add(0, values[i]);
            backwards.add(0, values[values.length - 1 - i]);
            exact = exact.add(new BigDecimal(values[i]));
        }

        assertThat(forwards.get(0)).isEqualTo(backwards.get(0));
        assertThat(exact.subtract(new BigDecimal(forwards.get(0))).abs())
                .isLessThan(new BigDecimal(Math.ulp(exact.doubleValue()) + 1000 * 0x1p-64));
    }

    @Test
    void keepsTheDigitsOfSmallSums() {
        FixedPointSums sums = new FixedPointSums(2);
        sums.add(0, -0x1p-50);
        sums.add(1, 1e15);
        sums.add(1, -1e15);
        sums.add(1, 0x1p-64);

        assertThat(sums.get(0)).isEqualTo(-0x1p-50);
        assertThat(sums.get(1)).isEqualTo(0x1p-64);
    }

    @Test
    void refusesWhatWouldNotFit() {
        assertThatThrownBy(() -> new FixedPointSums(1).add(0, 1e30)).hasMessageContaining("1.0E30");
        assertThatThrownBy(() -> new FixedPointSums(1).add(0, Double.NaN)).isInstanceOf(ArithmeticException.class);
    }
}
