package org.featurescope.pipeline.scan;

import org.featurescope.lm.NextTokenLoss;

/**
 * Decides over which contexts the model's loss is measured: one in {@value #EVERY}, the first among them, so that its cost is
 * under half a per cent of a forward pass. The step has no factor in common with a window of the {@link Batcher}, whose contexts
 * come sorted by length.
 */
final class LossSample {

    static final int EVERY = 257;

    /** More at a time would need much memory: a context has as many logits as the vocabulary for each token. */
    private static final int MOST_AT_A_TIME = 8;

    private long contexts;
    private long measured;
    private NextTokenLoss loss = NextTokenLoss.NONE;

    /** How many contexts of the next batch to measure. */
    int next(int batchContexts) {
        contexts += batchContexts;
        long due = (contexts + EVERY - 1) / EVERY - measured;
        int some = (int) Math.min(due, Math.min(batchContexts, MOST_AT_A_TIME));
        measured += some;
        return some;
    }

    void add(NextTokenLoss some) {
        loss = loss.plus(some);
    }

    NextTokenLoss loss() {
        return loss;
    }
}
