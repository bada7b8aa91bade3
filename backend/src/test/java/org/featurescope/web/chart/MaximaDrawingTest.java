package org.featurescope.web.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.featurescope.core.evidence.MaximaBins;
import org.junit.jupiter.api.Test;

class MaximaDrawingTest {

    /** Bins 0 to 7 are the octave from 1 to 2: the first four its lower half. */
    private static MaximaBins bins(int exponent, long notAbove0, int bin, long count, int otherBin, long otherCount) {
        long[] counts = new long[MaximaBins.BINS];
        counts[bin] += count;
        counts[otherBin] += otherCount;
        return new MaximaBins(exponent, notAbove0, 0, counts);
    }

    @Test
    void heightsAreSharesOfTheLabelsContexts() {
        MaximaBins common = bins(0, 50, 0, 25, 3, 25);
        MaximaBins rare = bins(0, 9, 12, 1, 12, 0);
        MaximaDrawing drawing = MaximaDrawing.of(List.of(common, rare));
        assertThat(drawing.columns()).isEqualTo(4);
        assertThat(drawing.low()).isEqualTo(1);
        assertThat(drawing.high()).isEqualTo(4);
        assertThat(drawing.most()).isEqualTo(0.5);
        assertThat(drawing.outline(List.of(common))).isEqualTo("M0 100V0h1V100h1V100h1V100h1V100z");
        assertThat(drawing.outline(List.of(rare))).isEqualTo("M0 100V100h1V100h1V100h1V80h1V100z");
    }

    @Test
    void binsOfOtherExponentsStandWhereTheirValuesAre() {
        MaximaBins low = bins(-1, 0, 8, 1, 8, 0); // 1, with bins from 1/2 on
        MaximaBins high = bins(0, 0, 0, 1, 0, 0); // 1, with bins from 1 on
        MaximaDrawing drawing = MaximaDrawing.of(List.of(low, high));
        assertThat(drawing.columns()).isEqualTo(1);
        assertThat(drawing.low()).isEqualTo(1);
        assertThat(drawing.high()).isEqualTo(1.5);
        assertThat(drawing.outline(List.of(low, high))).isEqualTo("M0 100V0h1V100z");
    }

    @Test
    void withoutActiveContextsThereIsNothingToDraw() {
        MaximaDrawing drawing = MaximaDrawing.of(List.of(bins(0, 7, 0, 0, 0, 0)));
        assertThat(drawing.columns()).isZero();
        assertThat(drawing.outline(List.of(bins(0, 7, 0, 0, 0, 0)))).isEqualTo("M0 100V100z");
    }
}
