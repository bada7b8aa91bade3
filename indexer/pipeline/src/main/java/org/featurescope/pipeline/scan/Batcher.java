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
 * Makes the batches of a shard: of the next contexts of a corpus, up to a number. Contexts are read a window at a time and sorted
 * by length within it, so that little padding runs through the model. No window goes beyond the shard.
 */
final class Batcher {

    private static final int WINDOW_BATCHES = 16;

    private final ContextCutter corpus;
    private final int batchContexts;
    private final OptionalLong maxTokens;
    private int contextsLeft;
    private List<TokenContext> window = List.of();
    private int nextInWindow;
    private long windowTokens;
    private long batchedTokens;
    private long tokensRead;
    private double shareBeforeWindow;
    private double shareAfterWindow;
    private boolean corpusIsRead;

    /**
     * @param shardContexts how many contexts to read at most
     * @param maxTokens no context is read once so many counted tokens of the corpus have been
     * @param tokensBefore counted in the part of the corpus before
     */
    Batcher(ContextCutter corpus, int batchContexts, int shardContexts, OptionalLong maxTokens, long tokensBefore) {
        this.corpus = corpus;
        this.batchContexts = batchContexts;
        this.maxTokens = maxTokens;
        contextsLeft = shardContexts;
        tokensRead = tokensBefore;
        shareAfterWindow = share(corpus, maxTokens, tokensBefore);
    }

    /** Of a whole corpus as one shard. */
    Batcher(ContextCutter corpus, int batchContexts, OptionalLong maxTokens) {
        this(corpus, batchContexts, Integer.MAX_VALUE, maxTokens, 0);
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

    /** After the last batch: whether no shard follows. */
    boolean corpusIsRead() {
        return corpusIsRead;
    }

    /** How much of the corpus, or of the token limit, the batches so far make up, from 0 to 1. */
    double share() {
        double ofWindow = windowTokens == 0 ? 1 : (double) batchedTokens / windowTokens;
        return shareBeforeWindow + ofWindow * (shareAfterWindow - shareBeforeWindow);
    }

    private void readWindow() {
        List<TokenContext> read = new ArrayList<>();
        long tokensBefore = tokensRead;
        int most = (int) Math.min((long) WINDOW_BATCHES * batchContexts, contextsLeft);
        while (read.size() < most && !corpusIsRead) {
            CorpusContext context = limitReached() ? null : corpus.next();
            if (context == null) {
                corpusIsRead = true;
            } else {
                read.add(context.tokens());
                tokensRead += context.tokens().countedTokens();
            }
        }
        corpusIsRead |= limitReached();
        contextsLeft -= read.size();
        read.sort(Comparator.comparingInt(context -> -context.tokenIds().length));
        window = read;
        nextInWindow = 0;
        batchedTokens = 0;
        windowTokens = tokensRead - tokensBefore;
        shareBeforeWindow = shareAfterWindow;
        shareAfterWindow = share(corpus, maxTokens, tokensRead);
    }

    private boolean limitReached() {
        return maxTokens.isPresent() && tokensRead >= maxTokens.getAsLong();
    }

    /** How much of a corpus, or of the token limit, has been read, from 0 to 1. */
    static double share(ContextCutter corpus, OptionalLong maxTokens, long tokensRead) {
        double ofLimit = maxTokens.isPresent() ? (double) tokensRead / maxTokens.getAsLong() : 0;
        return Math.min(1, Math.max(ofLimit, corpus.share()));
    }
}
