package org.featurescope.web.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.featurescope.web.column.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliceTest {

    private static final int SIZE = 7;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void pagesAreTheWholeListInOrderForwardAndBack(boolean descending, boolean byIndex) {
        int features = 100;
        float[] values = values(features);
        BitSet matches = new BitSet();
        IntStream.range(0, features).filter(i -> random.nextInt(4) > 0).forEach(matches::set);
        Ranking ranking = new Ranking(byIndex ? null : Column.of(values), descending);
        List<Integer> expected = expected(matches, values, descending, byIndex);

        List<Integer> forward = new ArrayList<>();
        ListCursor cursor = null;
        Slice slice;
        do {
            slice = Slice.of(matches, ranking, cursor, SIZE);
            assertThat(slice.before()).as("seed %d", seed).isEqualTo(forward.size());
            assertThat(slice.matching()).isEqualTo(expected.size());
            forward.addAll(features(slice, ranking));
            cursor = new ListCursor(1, 0, false, slice.ranks().get(slice.ranks().size() - 1));
        } while (slice.hasNext());
        assertThat(forward).as("seed %d", seed).isEqualTo(expected);

        List<Integer> back = features(slice, ranking);
        while (slice.hasPrevious()) {
            slice = Slice.of(
                    matches, ranking, new ListCursor(1, 0, true, slice.ranks().get(0)), SIZE);
            back.addAll(0, features(slice, ranking));
        }
        assertThat(slice.before()).isZero();
        assertThat(back).as("seed %d", seed).isEqualTo(expected);
    }

    /** Ties, zeros of both signs, infinities, and some that are not there. */
    private float[] values(int features) {
        float[] some = {-1.5f, -0.0f, 0, 1, 1, 2.5f, Float.NaN, Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE};
        float[] values = new float[features];
        for (int i = 0; i < features; i++) {
            values[i] = some[random.nextInt(some.length)];
        }
        return values;
    }

    private static List<Integer> expected(BitSet matches, float[] values, boolean descending, boolean byIndex) {
        Comparator<Integer> byKey = byIndex
                ? Comparator.naturalOrder()
                : Comparator.comparing((Integer i) -> values[i] + 0.0f).thenComparing(Comparator.naturalOrder());
        Comparator<Integer> order = descending ? byKey.reversed() : byKey;
        Comparator<Integer> definedFirst = byIndex
                ? order
                : Comparator.comparing((Integer i) -> Float.isNaN(values[i]))
                        .thenComparing((a, b) -> Float.isNaN(values[a])
                                ? (descending ? b.compareTo(a) : a.compareTo(b))
                                : order.compare(a, b));
        return matches.stream().boxed().sorted(definedFirst).collect(Collectors.toList());
    }

    private static List<Integer> features(Slice slice, Ranking ranking) {
        return slice.ranks().stream().map(ranking::feature).collect(Collectors.toCollection(ArrayList::new));
    }

    @Test
    void nothingMatches() {
        Slice slice = Slice.of(new BitSet(), new Ranking(null, false), null, SIZE);
        assertThat(slice).isEqualTo(new Slice(Collections.emptyList(), 0, 0));
        assertThat(slice.hasNext() || slice.hasPrevious()).isFalse();
    }
}
