package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.LongBuffer;
import java.util.List;

/** Contexts that run through the model together, padded at the end to the longest. */
public record TokenBatch(List<TokenContext> contexts) {

    public TokenBatch {
        contexts = List.copyOf(contexts);
        if (contexts.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one context");
        }
    }

    public int size() {
        return contexts.size();
    }

    /** Tokens of the longest context. */
    public int positions() {
        return contexts.stream()
                .mapToInt(context -> context.tokenIds().length)
                .max()
                .orElseThrow();
    }

    public long countedTokens() {
        return contexts.stream().mapToLong(TokenContext::countedTokens).sum();
    }

    /** {@link #paddedIds} as a tensor. */
    NDArray ids(NDManager manager) {
        return manager.create(LongBuffer.wrap(paddedIds()), new Shape(size(), positions()), DataType.INT64);
    }

    /** {@code [batch, pos]}, row by row; token 0 as padding, which causal attention hides from all real tokens. */
    long[] paddedIds() {
        int positions = positions();
        long[] ids = new long[size() * positions];
        for (int row = 0; row < size(); row++) {
            int[] tokens = contexts.get(row).tokenIds();
            for (int position = 0; position < tokens.length; position++) {
                ids[row * positions + position] = tokens[position];
            }
        }
        return ids;
    }
}
