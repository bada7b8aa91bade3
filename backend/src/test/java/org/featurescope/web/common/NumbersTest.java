package org.featurescope.web.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 3 | 0",
                "1.5 | 3 | 1.50",
                "-0.16997 | 3 | −0.170",
                "0.99999 | 3 | 1.00",
                "9.996 | 3 | 10.0",
                "1234.5 | 4 | 1,235",
                "65504 | 3 | 65,500",
                "0.00012345 | 3 | 0.000123",
                "0.000032 | 3 | 3.20e−5",
                "-0.000000000012 | 3 | −1.20e−11",
            })
    void printsNoMoreDigitsThanAskedFor(double value, int digits, String expected) {
        assertThat(Numbers.significant(value, digits)).isEqualTo(expected);
    }

    @Test
    void printsCountsAndShares() {
        assertThat(Numbers.count(1_234_567)).isEqualTo("1,234,567");
        assertThat(Numbers.percent(0.012345)).isEqualTo("1.23\u202F%");
        assertThat(Numbers.percent(0)).isEqualTo("0\u202F%");
        assertThat(Numbers.shortCount(9_999)).isEqualTo("9,999");
        assertThat(Numbers.shortCount(4_312_345)).isEqualTo("4.31\u202FM");
        assertThat(Numbers.shortCount(999_900)).isEqualTo("1.00\u202FM");
    }

    @Test
    void thousandsAreSetApartAsTheLibraryDoes() {
        Random random = new Random(20261121);
        for (int i = 0; i < 2_000; i++) {
            long count = random.nextLong() >> random.nextInt(64);
            int decimals = random.nextInt(4);
            double value = random.nextGaussian() * Math.pow(10, random.nextInt(9));

            assertThat(Numbers.count(count)).isEqualTo(String.format(Locale.ROOT, "%,d", count));
            assertThat(Numbers.fixed(value, decimals))
                    .isEqualTo(String.format(
                                    Locale.ROOT,
                                    "%,." + decimals + "f",
                                    new BigDecimal(value).setScale(decimals, RoundingMode.HALF_UP))
                            .replace('-', '−'));
        }
    }

    @Test
    void storedValuesKeepWhatAHalfFloatHolds() {
        assertThat(Numbers.stored(0.12335205f, 0.00006f)).isEqualTo(0.123f);
        assertThat(Numbers.stored(-0.25f, 0.0001f)).isEqualTo(-0.25f);
        assertThat(Numbers.stored(0, 0.1f)).isEqualTo(0f);
        assertThat(Numbers.stored(0.0123f, 0.4f)).isEqualTo(0f);
        assertThat(Numbers.stored(65504f, 32)).isEqualTo(65500f);
        assertThat(Numbers.stored(0.1f, 0)).isEqualTo(0.1f);
    }

    @Test
    void fixedDecimalsAreRoundedHalfUpAndKept() {
        assertThat(Numbers.fixed(32, 1)).isEqualTo("32.0");
        assertThat(Numbers.fixed(0.25, 1)).isEqualTo("0.3");
        assertThat(Numbers.fixed(-1234.56, 1)).isEqualTo("−1,234.6");
    }

    @Test
    void positiveEffectsHaveASign() {
        assertThat(Numbers.signed(1.5, 3)).isEqualTo("+1.50");
        assertThat(Numbers.signed(-1.5, 3)).isEqualTo("−1.50");
        assertThat(Numbers.signed(0, 3)).isEqualTo("0");
    }

    @Test
    void noDigitIsShownThatAnErrorCouldChangeByMoreThanOne() {
        assertThat(Numbers.within(0.004, 1.23456, 5)).isEqualTo("1.23");
        assertThat(Numbers.within(0.006, 1.23456, 5)).isEqualTo("1.2");
        assertThat(Numbers.within(0, 1.23456, 5)).isEqualTo("1.2346");
        assertThat(Numbers.within(1, 0.5, 3)).isEqualTo("0");
    }

    @Test
    void roundsAsTheLibraryDoes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = random.nextInt(4) == 0
                    ? (random.nextInt(2_000_001) - 1_000_000) / 1_000.0 // near ties
                    : random.nextGaussian() * Math.pow(10, random.nextInt(14) - 4);
            int digits = 1 + random.nextInt(5);
            BigDecimal exact = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_UP));
            if (Math.abs(value) >= 1e-4) {
                assertThat(new BigDecimal(Numbers.significant(value, digits)
                                .replace(",", "")
                                .replace('−', '-')))
                        .as("%s with %d digits, seed %d", value, digits, seed)
                        .isEqualByComparingTo(exact);
            }
            float error = (float) Math.abs(value) / (1 << (1 + random.nextInt(12)));
            int decimals = -(int) Math.ceil(Math.log10(2.0 * error));
            if (error > 0) {
                assertThat(Numbers.stored((float) value, error))
                        .as("%s within %s, seed %d", (float) value, error, seed)
                        .isEqualTo(new BigDecimal((float) value)
                                .setScale(decimals, RoundingMode.HALF_UP)
                                .floatValue());
            }
        }
    }
}
