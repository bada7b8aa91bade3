package org.featurescope.lm;

/**
 * The sizes of a model.
 *
 * @param family {@code model_type} of its configuration, for example {@code gpt2}
 * @param layers number of blocks
 * @param dModel width of the residual stream
 * @param dMlp number of MLP neurons in a block
 * @param heads attention heads
 * @param kvHeads heads of keys and values, each shared by {@code heads/kvHeads} heads
 * @param dHead width of a head; {@code heads·dHead} need not be {@code dModel}
 * @param vocabularySize rows of the embedding matrix
 * @param maxPositions the longest context it takes, in tokens
 */
public record ModelShape(
        String family,
        int layers,
        int dModel,
        int dMlp,
        int heads,
        int kvHeads,
        int dHead,
        int vocabularySize,
        int maxPositions) {}
