package org.featurescope.web.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import org.featurescope.web.common.Cost;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Each client has a bucket of as many pages as it may have in a minute; what it takes flows back evenly. So a burst is answered, and
 * who goes on asking gets the same rate for as long as he likes.
 */
@Component
final class RateLimit {

    private static final int FEWEST = Cost.BULK;
    private static final int MOST_CLIENTS = 100_000;

    /** A bucket that nobody took from for so long is full, as a new one is. */
    private static final Duration KEPT = Duration.ofMinutes(2);

    private final int perMinute;
    private final TimeMeter clock;
    private final Cache<String, Bucket> buckets;

    @Autowired
    RateLimit(@Value("${featurescope.limits.per-minute}") int perMinute) {
        this(perMinute, TimeMeter.SYSTEM_NANOTIME);
    }

    RateLimit(int perMinute, TimeMeter clock) {
        if (perMinute != 0 && perMinute < FEWEST) {
            throw new IllegalArgumentException("featurescope.limits.per-minute must be at least " + FEWEST
                    + ", which one bulk request costs, or 0 for no limit, got " + perMinute);
        }
        this.perMinute = perMinute;
        this.clock = clock;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MOST_CLIENTS)
                .expireAfterAccess(KEPT)
                .build();
    }

    /** Whether there is one. */
    boolean isOn() {
        return perMinute > 0;
    }

    /**
     * @param allowed whether the request is to be answered
     * @param left what the client may still ask for now
     * @param resetSeconds until all of it is there again
     * @param retrySeconds until the same request would be answered; 0 if it is now
     */
    record Taken(boolean allowed, long left, long resetSeconds, long retrySeconds) {}

    Taken take(String client, int cost) {
        ConsumptionProbe probe = buckets.get(client, each -> bucket()).tryConsumeAndReturnRemaining(cost);
        return new Taken(
                probe.isConsumed(),
                probe.getRemainingTokens(),
                seconds(probe.getNanosToWaitForReset()),
                seconds(probe.getNanosToWaitForRefill()));
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, Duration.ofMinutes(1)))
                .withCustomTimePrecision(clock)
                .build();
    }

    /** Rounded up: who waits that long is not turned away again. */
    private static long seconds(long nanoseconds) {
        return (nanoseconds + 999_999_999L) / 1_000_000_000L;
    }

    /** What every client may ask for, as the header {@code RateLimit-Policy} says it. */
    String policy() {
        return "\"pages\";q=" + perMinute + ";w=60";
    }
}
