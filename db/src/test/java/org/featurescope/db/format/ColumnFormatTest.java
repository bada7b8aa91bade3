package org.featurescope.db.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ColumnFormatTest {

    @Test
    void numbersReadBackWhereTheyBelong() {
        float[] column = {9, 9, 9, 9};
        ColumnFormat.decode(ColumnFormat.encode(new float[] {-1.5f, Float.NaN}), column, 1);
        assertThat(column).containsExactly(9, -1.5f, Float.NaN, 9);
    }

    @Test
    void otherBytesAreRefused() {
        assertThatThrownBy(() -> ColumnFormat.decode(new byte[] {2, 0, 0, 0, 0}, new float[1], 0))
                .hasMessage("a column must be byte 1 and 4 bytes for each feature, got 5 bytes beginning with 2");
        assertThatThrownBy(() -> ColumnFormat.decode(new byte[] {1, 0, 0}, new float[1], 0))
                .hasMessageContaining("got 3 bytes");
        assertThatThrownBy(() -> ColumnFormat.decode(ColumnFormat.encode(new float[2]), new float[2], 1))
                .hasMessage("a column of 2 features must hold all numbers, got 2 from feature 1 on");
    }
}
