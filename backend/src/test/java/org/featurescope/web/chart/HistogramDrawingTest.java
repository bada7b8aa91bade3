package org.featurescope.web.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.featurescope.web.evidence.Statistics.Bins;
import org.junit.jupiter.api.Test;

class HistogramDrawingTest {

    @Test
    void heightsAreLogarithmicAndOneTokenIsVisible() {
        HistogramDrawing drawing =
                HistogramDrawing.of(new Bins(List.of(-1.0, 0.0, 1.0, 2.0, 3.0), List.of(10_000L, 100L, 0L, 1L)));
        assertThat(drawing.bars())
                .containsExactly(
                        new HistogramDrawing.Bar(0, "0", "100", "−1.00 to 0: 10,000 tokens"),
                        new HistogramDrawing.Bar(1, "48", "52", "0 to 1.00: 100 tokens"),
                        new HistogramDrawing.Bar(3, "96", "4", "2.00 to 3.00: 1 token"));
        assertThat(drawing.zero()).isEqualTo("25%");
        assertThat(drawing.outline()).isEqualTo("M0 100V0h1V48h1V100h1V96h1V100z");
    }

    @Test
    void zeroIsOnlyMarkedWithinTheHistogram() {
        assertThat(HistogramDrawing.of(new Bins(List.of(0.0, 1.0), List.of(5L))).zero())
                .isNull();
    }

    @Test
    void aHistogramWithoutCountsIsEmpty() {
        assertThat(HistogramDrawing.of(new Bins(List.of(), List.of())).bins()).isZero();
    }

    @Test
    void linearHeightsAreAsManyAsTheTokens() {
        HistogramDrawing drawing =
                HistogramDrawing.of(new Bins(List.of(0.0, 1.0, 2.0, 3.0), List.of(200L, 0L, 50L)), Scale.LINEAR);
        assertThat(drawing.bars()).extracting(HistogramDrawing.Bar::height).containsExactly("100", "25");
    }

    @Test
    void aStretchOfValuesHasItsPlace() {
        HistogramDrawing drawing =
                HistogramDrawing.of(new Bins(List.of(-1.0, 0.0, 1.0, 2.0, 3.0), List.of(1L, 1L, 1L, 1L)));
        assertThat(drawing.span(1.5, 2)).hasValue(new HistogramDrawing.Span("62.5%", "12.5%"));
        assertThat(drawing.span(2, 4)).hasValue(new HistogramDrawing.Span("75%", "25%"));
        assertThat(drawing.span(3, 4)).isEmpty();
    }
}
