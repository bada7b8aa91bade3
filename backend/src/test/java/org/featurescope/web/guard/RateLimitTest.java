package org.featurescope.web.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.bucket4j.TimeMeter;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private static final class Clock implements TimeMeter {

        private long now;

        @Override
        public long currentTimeNanos() {
            return now;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }

        private void pass(double seconds) {
            now += (long) (seconds * 1e9);
        }
    }

    private final Clock clock = new Clock();
    private final RateLimit limit = new RateLimit(60, clock);

    @Test
    void whatIsTakenFlowsBackEvenly() {
        assertThat(limit.take("a", 60)).isEqualTo(new RateLimit.Taken(true, 0, 60, 0));
        assertThat(limit.take("a", 1)).isEqualTo(new RateLimit.Taken(false, 0, 60, 1));
        clock.pass(1);
        assertThat(limit.take("a", 1)).isEqualTo(new RateLimit.Taken(true, 0, 60, 0));
        clock.pass(1_000);
        assertThat(limit.take("a", 1)).isEqualTo(new RateLimit.Taken(true, 59, 1, 0));
    }

    @Test
    void dearerRequestsTakeMore() {
        limit.take("a", 55);
        assertThat(limit.take("a", 10)).isEqualTo(new RateLimit.Taken(false, 5, 55, 5));
        assertThat(limit.take("a", 5).allowed())
                .as("a refused request takes nothing")
                .isTrue();
    }

    @Test
    void clientsDoNotTakeFromEachOther() {
        limit.take("a", 60);
        assertThat(limit.take("b", 60).allowed()).isTrue();
    }

    @Test
    void noLimitIsZeroAndTooSmallAOneIsRefused() {
        assertThat(new RateLimit(0, clock).isOn()).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RateLimit(5, clock))
                .withMessageContaining("featurescope.limits.per-minute must be at least 40")
                .withMessageContaining("got 5");
    }
}
