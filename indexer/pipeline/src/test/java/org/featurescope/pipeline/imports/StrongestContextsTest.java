package org.featurescope.pipeline.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class StrongestContextsTest {

    private record Seen(int context, float activation) {}

    /** Whatever the order of the rows, those are kept whose largest activation is among the largest. */
    @RepeatedTest(20)
    void keepsTheContextsWithTheLargestMaxima(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Seen> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            rows.add(new Seen(random.nextInt(60), (i + 1) / 8f));
        }
        Collections.shuffle(rows, random);
        StrongestContexts strongest = new StrongestContexts(3, 7);
        Map<Integer, Float> maxima = new HashMap<>();
        for (Seen row : rows) {
            strongest.add(1, row.context, row.activation);
            maxima.merge(row.context, row.activation, Math::max);
        }

        Set<Integer> expected = maxima.entrySet().stream()
                .sorted(Map.Entry.<Integer, Float>comparingByValue().reversed())
                .limit(7)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        assertThat(IntStream.range(0, strongest.count(1)).mapToObj(i -> strongest.context(1, i)))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(strongest.count(0)).isZero();
        assertThat(strongest.count(2)).isZero();
        int kept = strongest.context(1, 3);
        assertThat(strongest.find(1, kept)).isEqualTo(3);
        assertThat(strongest.find(0, kept)).isEqualTo(-1);
    }

    @Test
    void ofEquallyStrongOnesTheFirstStays() {
        StrongestContexts strongest = new StrongestContexts(1, 1);
        strongest.add(0, 5, 2);
        strongest.add(0, 3, 2);
        assertThat(strongest.context(0, 0)).isEqualTo(5);
        strongest.add(0, 4, 3);
        assertThat(strongest.context(0, 0)).isEqualTo(4);
    }
}
