package org.featurescope.web.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class DensityProfileTest {

    @Test
    void theMedianIsTheLowerEndOfItsBin() {
        // 1 at 10^-4, 1 at 10^-2, 1 at 10^-1
        assertThat(profile(0, 16, 24, 28).median()).isCloseTo(0.01, within(1e-12));
    }

    @Test
    void featuresThatAreNeverActiveCount() {
        assertThat(profile(2, 16, 24).median()).isCloseTo(1e-4, within(1e-12));
        assertThat(profile(3, 16, 24).median()).isZero();
        assertThat(profile(1).median()).isZero();
    }

    private static DensityProfile profile(int neverActive, int... bins) {
        List<Integer> counts = new ArrayList<>(Collections.nCopies(32, 0));
        for (int bin : bins) {
            counts.set(bin, counts.get(bin) + 1);
        }
        return new DensityProfile(counts, neverActive);
    }
}
