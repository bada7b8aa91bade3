package org.featurescope.pipeline.scan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.featurescope.lm.TokenBatch;

/**
 * Decides in which batches of a corpus reconstructions are measured: all until there are enough tokens for a verdict, then one
 * of each eight. Which of the eight moves on by one each time, because batches come sorted by length, a window at a time. Each
 * corpus is measured by itself, so that it makes no difference which others go before it.
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

    void write(DataOutput out) throws IOException {
        out.writeLong(batches);
        out.writeLong(tokens);
    }

    static MeasuredBatches read(DataInput in) throws IOException {
        MeasuredBatches measured = new MeasuredBatches();
        measured.batches = in.readLong();
        measured.tokens = in.readLong();
        return measured;
    }
}
