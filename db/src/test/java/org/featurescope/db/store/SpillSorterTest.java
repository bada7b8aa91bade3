package org.featurescope.db.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpillSorterTest {

    private record Pair(long key, long value) {}

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 99, 100, 101, 1_234})
    void sortsByKeyAndKeepsTheOrderOfEqualOnes(int count) {
        Random random = new Random(count);
        List<Pair> pairs = new ArrayList<>();
        try (SpillSorter sorter = new SpillSorter(100)) {
            for (int i = 0; i < count; i++) {
                Pair pair = new Pair(random.nextInt(30) * (1L << 37), random.nextLong());
                pairs.add(pair);
                sorter.add(pair.key, pair.value);
            }
            List<Pair> sorted = new ArrayList<>();
            for (SpillSorter.Sorted in = sorter.sorted(); in.advance(); ) {
                sorted.add(new Pair(in.key(), in.value()));
            }
            pairs.sort(Comparator.comparingLong(Pair::key));
            assertThat(sorted).as("seed %d", count).isEqualTo(pairs);
        }
    }

    @Test
    void refusesAKeyThatIsTooLong() {
        try (SpillSorter sorter = new SpillSorter()) {
            assertThatThrownBy(() -> sorter.add(1L << SpillSorter.KEY_BITS, 0))
                    .hasMessage("a key must have 43 bits, got 8796093022208");
            assertThatThrownBy(() -> sorter.add(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
