package org.featurescope.pipeline.scan;

/** Is told how far a scan has come. */
public interface ScanProgress {

    /**
     * Is called after each batch.
     *
     * @param tokens counted so far
     * @param share of the corpus, or of the token limit, from 0 to 1
     */
    void scanned(long tokens, double share);

    /**
     * Is called before {@link #scanned}.
     *
     * @param contexts that ran through the model so far
     */
    default void contexts(long contexts) {}

    /**
     * Is called before {@link #scanned} when the model's loss has been measured anew.
     *
     * @param nats mean cross-entropy of the predicted tokens so far, in nats per token
     */
    default void loss(double nats) {}

    /** Something that a person should know, a sentence. */
    default void remark(String sentence) {}
}
