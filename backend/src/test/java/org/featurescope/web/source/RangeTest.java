package org.featurescope.web.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.featurescope.web.column.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeTest {

    @ParameterizedTest
    @CsvSource({
        "0.01..0.2, 0.01..0.2",
        "0.010..200, 0.01..200",
        "1e-9.., 1E-9..",
        "..-2.5, ..-2.5",
        "−3..0, -3..0",
        "1e12..2e12, 1E12..2E12",
        ".5..5., 0.5..5",
        ".., ..",
    })
    void isReadAndWrittenAgain(String text, String tidy) {
        Range range = Range.parse(text).orElseThrow();
        assertThat(range.text()).isEqualTo(tidy);
        assertThat(Range.parse(tidy)).contains(range);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "2..1", "a..b", "1..2..3", "NaN..", "1e999..", "0x1..2", "1 2..3"})
    void whatIsNoRangeIsRefused(String text) {
        assertThat(Range.parse(text)).isEmpty();
    }

    @Test
    void holdsBothEndsAsFloats() {
        Range range = new Range(0.1, 0.2);
        assertThat(range.holds(0.1f)).isTrue();
        assertThat(range.holds(0.2f)).isTrue();
        assertThat(range.holds(Math.nextDown(0.1f))).isFalse();
        assertThat(range.holds(Float.NaN)).isFalse();
        assertThat(Range.ALL.holds(Float.NaN)).isFalse();
    }

    @Test
    void readsAsASentence() {
        assertThat(new Range(0.001, 0.02).title(Metric.DENSITY)).isEqualTo("density 0.100\u202F% to 2.00\u202F%");
        assertThat(new Range(50, Double.POSITIVE_INFINITY).title(Metric.KURTOSIS))
                .isEqualTo("kurtosis ≥ 50.0");
    }
}
