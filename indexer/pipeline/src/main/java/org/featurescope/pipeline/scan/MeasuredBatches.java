package org.featurescope.pipeline.scan;

import org.featurescope.lm.TokenBatch;

/**
 * Decides in which batches reconstructions are measured: all until there are enough tokens for a verdict, then one of each
 * eight. Which of the eight moves on by one each time, because batches come sorted by length, a window at a time.
 */
final class MeasuredBatches {

    /** Counted tokens for a verdict. */
    static final long ENOUGH_TOKENS = 16_384;

    private static final long EVERY = 8;

    private long batches;
    private long tokens;

    /** Whether the next batch is measured. */
    boolean next(TokenBatch batch) {
        boolean measured = !areEnough() || batches % EVERY == batches / EVERY % EVERY;
        batches++;
        if (measured) {
            tokens += batch.countedTokens();
        }
        return measured;
    }

    boolean areEnough() {
        return tokens >= ENOUGH_TOKENS;
    }
}
