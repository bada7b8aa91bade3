package org.featurescope.pipeline.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContextNumbersTest {

    @Test
    void theSameTokensHaveTheSameNumberHoweverManyThereAre() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ContextNumbers numbers = new ContextNumbers();
        Map<List<Integer>, Integer> known = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            int[] ids = IntStream.range(0, 1 + random.nextInt(4))
                    .map(at -> random.nextInt(9))
                    .toArray();
            List<Integer> key = IntStream.of(ids).boxed().collect(Collectors.toList());
            int expected = known.computeIfAbsent(key, missing -> known.size());
            assertThat(numbers.number(ids)).as("seed " + seed).isEqualTo(expected);
        }
        assertThat(numbers.count()).isEqualTo(known.size());
    }
}
