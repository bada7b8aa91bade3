package org.featurescope.web.feature;

import java.util.List;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.FeatureWeights.LogitEffects;
import org.featurescope.core.evidence.FeatureWeights.TokenEffect;
import org.featurescope.web.catalog.Place;
import org.featurescope.web.common.Links;
import org.featurescope.web.evidence.FeatureFacts;
import org.featurescope.web.evidence.Statistics.BarChart;
import org.featurescope.web.evidence.Statistics.Bins;
import org.featurescope.web.text.Vocabulary;
import org.jspecify.annotations.Nullable;

/**
 * What the weights say of a feature, and which features are near it.
 *
 * @param inputNorm length of the vector it reads with; null: it has none
 * @param outputNorm length of the vector it writes
 * @param inputOutputCosine between the two
 * @param logits null: what it writes does not go into the residual stream
 * @param similar nearest by the cosine of what they write, largest first
 * @param coactive most correlated activations, largest first
 */
public record WeightFacts(
        @Nullable Double inputNorm,
        @Nullable Double outputNorm,
        @Nullable Double inputOutputCosine,
        @Nullable Logits logits,
        List<Neighbour> similar,
        List<Neighbour> coactive) {

    public WeightFacts {
        similar = List.copyOf(similar);
        coactive = List.copyOf(coactive);
    }

    /**
     * Change of each token's logit for one unit of activation.
     *
     * @param top largest first
     * @param bottom smallest first
     * @param histogram of all tokens of the vocabulary; null: an import
     * @param bars of all tokens of the vocabulary, as an imported file has them
     */
    public record Logits(
            List<Effect> top,
            List<Effect> bottom,
            @Nullable Bins histogram,
            @Nullable BarChart bars) {

        /** What is drawn; null: nothing is known. */
        @Nullable Bins drawn() {
            return histogram != null || bars == null ? histogram : bars.asBins();
        }

        public Logits {
            top = List.copyOf(top);
            bottom = List.copyOf(bottom);
        }
    }

    public record Effect(int tokenId, String token, float effect) {}

    /**
     * @param url of its page
     * @param value cosine or correlation
     */
    public record Neighbour(String source, int index, String url, float value) {}

    static WeightFacts of(FeatureWeights weights, FeatureFacts feature, Place place, Vocabulary vocabulary) {
        return new WeightFacts(
                weights.inputNorm(),
                weights.outputNorm(),
                weights.inputOutputCosine(),
                weights.logits() == null ? null : logits(weights.logits(), feature.logitBars(), vocabulary),
                neighbours(weights.similar(), place),
                neighbours(weights.coactive(), place));
    }

    private static Logits logits(LogitEffects effects, @Nullable BarChart bars, Vocabulary vocabulary) {
        return new Logits(
                effects(effects.top(), vocabulary),
                effects(effects.bottom(), vocabulary),
                effects.all() == null ? null : Bins.of(effects.all()),
                bars);
    }

    private static List<Effect> effects(List<TokenEffect> effects, Vocabulary vocabulary) {
        return effects.stream()
                .map(each -> new Effect(each.tokenId(), vocabulary.name(each.tokenId()), each.effect()))
                .toList();
    }

    private static List<Neighbour> neighbours(List<FeatureWeights.Neighbour> neighbours, Place place) {
        return neighbours.stream()
                .map(each -> new Neighbour(
                        each.source(),
                        each.index(),
                        Links.pinned(Links.feature(place.source().model(), each.source(), each.index()), place.pin()),
                        each.value()))
                .toList();
    }
}
