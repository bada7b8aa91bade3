package org.featurescope.pipeline.scan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.featurescope.lm.TokenBatch;
import org.featurescope.lm.TokenContext;
import org.featurescope.pipeline.corpus.ContextCutter;
import org.featurescope.pipeline.corpus.CorpusContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches of a corpus. Contexts are read a window at a time and sorted by length within it, so that little
 * padding runs through the model.
 */
final class Batcher {

    private static final int WINDOW_BATCHES = 16;

    private final ContextCutter corpus;
    private final int batchContexts;
    private final OptionalLong maxTokens;
    private List<TokenContext> window = List.of();
    private int nextInWindow;
    private long windowTokens;
    private long batchedTokens;
    private long tokensRead;
    private double shareBeforeWindow;
    private double shareAfterWindow;

    /** @param maxTokens no context is read once so many counted tokens have been */
    Batcher(ContextCutter corpus, int batchContexts, OptionalLong maxTokens) {
        this.corpus = corpus;
        this.batchContexts = batchContexts;
        this.maxTokens = maxTokens;
    }

    /** The next batch, or null after the last. */
    @Nullable TokenBatch next() {
        if (nextInWindow == window.size()) {
            readWindow();
        }
        if (window.isEmpty()) {
            return null;
        }
        int end = Math.min(window.size(), nextInWindow + batchContexts);
        TokenBatch batch = new TokenBatch(window.subList(nextInWindow, end));
        nextInWindow = end;
        batchedTokens += batch.countedTokens();
        return batch;
    }

    /** How much of the corpus, or of the token limit, the batches so far make up, from 0 to 1. */
    double share() {
        double ofWindow = windowTokens == 0 ? 1 : (double) batchedTokens / windowTokens;
        return shareBeforeWindow + ofWindow * (shareAfterWindow - shareBeforeWindow);
    }

    private void readWindow() {
        List<TokenContext> read = new ArrayList<>();
        long tokensBefore = tokensRead;
        while (read.size() < WINDOW_BATCHES * batchContexts && !limitReached()) {
            CorpusContext context = corpus.next();
            if (context == null) {
                break;
            }
            read.add(context.tokens());
            tokensRead += context.tokens().countedTokens();
        }
        read.sort(Comparator.comparingInt(context -> -context.tokenIds().length));
        window = read;
        nextInWindow = 0;
        batchedTokens = 0;
        windowTokens = tokensRead - tokensBefore;
        shareBeforeWindow = shareAfterWindow;
        shareAfterWindow = shareRead();
    }

    private boolean limitReached() {
        return maxTokens.isPresent() && tokensRead >= maxTokens.getAsLong();
    }

    private double shareRead() {
        double ofLimit = maxTokens.isPresent() ? (double) tokensRead / maxTokens.getAsLong() : 0;
        return Math.min(1, Math.max(ofLimit, corpus.share()));
    }
}
