package org.featurescope.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class RoundsTest {

    @Test
    void asksAllByTurnsAndLeavesWarmUpsOut() {
        List<String> asked = new ArrayList<>();
        double[] ours = {100, 3, 1, 2};
        double[] theirs = {100, 5, 7, 6};
        Map<String, DoubleSupplier> candidates = new LinkedHashMap<>();
        candidates.put("ours", () -> next("ours", ours, asked));
        candidates.put("theirs", () -> next("theirs", theirs, asked));

        Map<String, Double> medians = new Rounds(1, 3).medians(candidates);

        assertThat(medians).containsEntry("ours", 2.0).containsEntry("theirs", 6.0);
        assertThat(asked).startsWith("ours", "theirs", "ours", "theirs").hasSize(8);
    }

    private static double next(String name, double[] values, List<String> asked) {
        long before = asked.stream().filter(name::equals).count();
        asked.add(name);
        return values[(int) before];
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleOnes() {
        assertThat(Rounds.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
        assertThat(Rounds.median(new double[] {5})).isEqualTo(5);
    }
}
