package org.featurescope.web.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortionTest {

    @Test
    void everythingIsShownWhereThereIsRoom() {
        assertThat(Portion.of(List.of(3, 0, 5), 8)).containsExactly(3, 0, 5);
    }

    @Test
    void groupsTakeTurns() {
        assertThat(Portion.of(List.of(5, 1, 5), 8)).containsExactly(4, 1, 3);
    }

    @Test
    void theFirstGroupsGoFirst() {
        List<Integer> shown = Portion.of(Collections.nCopies(300, 2), 60);
        assertThat(shown.subList(0, 60)).containsOnly(1);
        assertThat(shown.subList(60, 300)).containsOnly(0);
    }
}
