package org.featurescope.web.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTest {

    private static Axis over(Scale scale, float... values) {
        BitSet all = new BitSet();
        all.set(0, values.length);
        return Axis.over(scale, all, feature -> values[feature]);
    }

    @Test
    void holdsWhatCanBeDrawnWithEndsOfThreeDigits() {
        assertThat(over(Scale.LINEAR, 1.2345f, Float.NaN, -0.56789f)).isEqualTo(new Axis(Scale.LINEAR, -0.568, 1.24));
        assertThat(over(Scale.LOG, 0, 0.00012345f, -3, 12345)).isEqualTo(new Axis(Scale.LOG, 0.000123, 12400));
        assertThat(over(Scale.LOG, 0, -1)).isEqualTo(new Axis(Scale.LOG, 1, 10));
        assertThat(over(Scale.LINEAR, 4)).isEqualTo(new Axis(Scale.LINEAR, 3, 5));
        assertThat(over(Scale.LINEAR, 0)).isEqualTo(new Axis(Scale.LINEAR, -0.5, 0.5));
    }

    @ParameterizedTest
    @CsvSource({"LINEAR, 3, 0.2", "LOG, 10, 0.25"})
    void positionsAndValuesAgree(Scale scale, double value, double position) {
        Axis axis = scale == Scale.LINEAR ? new Axis(scale, 1, 11) : new Axis(scale, 1, 10_000);
        assertThat(axis.position(value)).isCloseTo(position, within(1e-12));
        assertThat(axis.value(position)).isCloseTo(value, within(1e-5));
        assertThat(axis.position(axis.low())).isZero();
        assertThat(axis.position(axis.high())).isOne();
        assertThat(axis.position(Double.NaN)).isNaN();
    }

    @Test
    void ticksAreRoundNumbersWithin() {
        assertThat(new Axis(Scale.LINEAR, 0, 7.04).ticks()).isEqualTo(List.of(0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0));
        assertThat(new Axis(Scale.LINEAR, -0.568, 1.24).ticks())
                .isEqualTo(List.of(-0.4, -0.2, 0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2));
        assertThat(new Axis(Scale.LOG, 2.74e-6, 0.477).ticks()).isEqualTo(List.of(1e-5, 1e-4, 1e-3, 1e-2, 1e-1));
        assertThat(new Axis(Scale.LOG, 2, 12).ticks()).isEqualTo(List.of(2.0, 4.0, 6.0, 8.0, 10.0, 12.0));
    }

    @Test
    void pointsSayWhereEachFeatureLies() {
        float[] xs = {0, 10, 5, Float.NaN, 10};
        BitSet shown = new BitSet();
        shown.set(0, 4);
        Axis axis = new Axis(Scale.LINEAR, 0, 10);
        byte[] points = Scatter.points(axis, axis, xs.length, shown, i -> xs[i], i -> xs[i]);
        assertThat(points)
                .containsExactly(
                        0, 0, 0, 0, 0xFE, 0xFF, 0xFE, 0xFF, 0xFF, 0x7F, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
                        0xFF, 0xFF);
        Scatter scatter = Scatter.of(axis, axis, shown, i -> xs[i], i -> xs[i]);
        assertThat(scatter.drawn()).isEqualTo(3);
        assertThat(scatter.counts()[0]).isOne();
        assertThat(scatter.counts()[scatter.counts().length - 1]).isOne();
    }
}
