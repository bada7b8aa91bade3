package org.featurescope.core.evidence;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the weights say of one feature, and which features are near it.
 *
 * @param inputNorm length of the vector it reads with: of a neuron its input weights (in a gated MLP those of the gate), of a
 *     latent its encoder; null where it has none
 * @param outputNorm length of the vector it writes: of a neuron its output weights, of a latent its decoder
 * @param inputOutputCosine between the two
 * @param logits null where what it writes does not go into the residual stream
 * @param similar nearest by the cosine of what they write, in its own source and in others, each best first
 * @param coactive most correlated activations over the run's token sample, best first
 */
public record FeatureWeights(
        int index,
        @Nullable Double inputNorm,
        @Nullable Double outputNorm,
        @Nullable Double inputOutputCosine,
        @Nullable LogitEffects logits,
        List<Neighbour> similar,
        List<Neighbour> coactive) {

    public FeatureWeights {
        similar = List.copyOf(similar);
        coactive = List.copyOf(coactive);
    }

    /**
     * Change of each token's logit for one unit of activation, through the final norm's weight and the unembedding, the scale of
     * the norm left out.
     *
     * @param top largest first
     * @param bottom smallest first
     * @param all of all tokens of the vocabulary; null: not known, as of imported features
     */
    public record LogitEffects(
            List<TokenEffect> top,
            List<TokenEffect> bottom,
            @Nullable DyadicHistogram all) {

        public LogitEffects {
            top = List.copyOf(top);
            bottom = List.copyOf(bottom);
        }
    }

    public record TokenEffect(int tokenId, float effect) {}

    /**
     * @param source the name of a source of the same run
     * @param value cosine or correlation
     */
    public record Neighbour(String source, int index, float value) {}
}
