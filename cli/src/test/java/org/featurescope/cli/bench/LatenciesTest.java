package org.featurescope.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void percentilesAreRightWithinABin() {
        Latencies latencies = new Latencies();
        for (int i = 1; i <= 1_000; i++) {
            latencies.add(i / 1e3);
        }
        // a bin is a sixteenth of an octave, 4.4 %
        assertThat(latencies.percentile(0.5)).isCloseTo(0.5, within(0.045 * 0.5));
        assertThat(latencies.percentile(0.99)).isCloseTo(0.99, within(0.045 * 0.99));
        assertThat(latencies.percentile(1)).isBetween(1.0, 1.045);
    }

    @Test
    void ofNothingThereIsNone() {
        assertThat(new Latencies().percentile(0.5)).isNaN();
    }

    @Test
    void whatIsOutOfRangeCountsAtItsEnd() {
        Latencies latencies = new Latencies();
        latencies.add(0);
        latencies.add(1e9);
        assertThat(latencies.percentile(0.5)).isLessThan(2e-6);
        assertThat(latencies.percentile(1)).isGreaterThan(1_000);
    }
}
