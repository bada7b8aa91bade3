package org.featurescope.core.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingPriorityTest {

    /** Evidence files hold samples drawn by these: they are the same for ever. Computed by tools outside Java. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 4295609322031115183",
        "0, 1, 0, 194345468632507918",
        "0, 0, 1, 7115484839290078575",
        "1, 0, 0, -4005528349307127206",
        "-1, 24575, -81985531201592768, -4656586837965956507",
        "42, 3071, 30064771081, -7821284922263500068"
    })
    void neverChanges(long seed, int feature, long context, long priority) {
        assertThat(SamplingPriority.of(seed, feature).applyAsLong(context)).isEqualTo(priority);
    }

    @Test
    void noTwoContextsOfAFeatureTie() {
        Set<Long> priorities = new HashSet<>();
        for (int context = 0; context < 100_000; context++) {
            priorities.add(SamplingPriority.of(7, 3).applyAsLong(context));
        }
        assertThat(priorities).hasSize(100_000);
    }
}
