package org.featurescope.lm;

/**
 * How well a model predicts text: the cross-entropy of its predictions with the tokens that follow. A model that is read
 * wrongly, or fed with the wrong tokens, shows here at once.
 *
 * @param nats summed over the predictions, in natural logarithms
 * @param tokens that were predicted: counted tokens, but for the first of a context, before which nothing stands
 */
public record NextTokenLoss(double nats, long tokens) {

    public static final NextTokenLoss NONE = new NextTokenLoss(0, 0);

    public NextTokenLoss plus(NextTokenLoss other) {
        return new NextTokenLoss(nats + other.nats, tokens + other.tokens);
    }

    /** In nats per token; what transformers calls the loss. NaN before any token was predicted. */
    public double mean() {
        return nats / tokens;
    }
}
