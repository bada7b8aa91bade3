package org.featurescope.web.neuronpedia;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A feature as Neuronpedia's API has it. What is not known here is null or empty, as it is there.
 *
 * @param layer the source as the request spelt it: {@code 2} or {@code 2-mlp} for the MLP neurons of layer 2
 * @param index as text
 * @param fracNonzero density
 * @param freqHistValues middles of the bins of activations above 0
 * @param freqHistHeights tokens in them
 * @param logitsHistValues middles of the bins of effects on the logits of all tokens
 * @param posStr tokens whose logit one unit of activation raises most, the most raised first
 * @param negStr tokens whose logit it lowers most, the most lowered first
 * @param topkCosSimIndices features of the same source that write in the most similar direction
 * @param hookName where the activation is read
 */
record NeuronpediaFeature(
        String modelId,
        String layer,
        String index,
        String sourceSetName,
        @Nullable String creatorId,
        String createdAt,
        @Nullable Float maxActApprox,
        boolean hasVector,
        List<Double> vector,
        @Nullable String vectorLabel,
        @Nullable Double vectorDefaultSteerStrength,
        @Nullable String hookName,
        List<Integer> topkCosSimIndices,
        List<Float> topkCosSimValues,
        @JsonProperty("neuron_alignment_indices") List<Integer> neuronAlignmentIndices,
        @JsonProperty("neuron_alignment_values") List<Double> neuronAlignmentValues,
        @JsonProperty("neuron_alignment_l1") List<Double> neuronAlignmentL1,
        @JsonProperty("correlated_neurons_indices") List<Integer> correlatedNeuronsIndices,
        @JsonProperty("correlated_neurons_pearson") List<Double> correlatedNeuronsPearson,
        @JsonProperty("correlated_neurons_l1") List<Double> correlatedNeuronsL1,
        @JsonProperty("correlated_features_indices") List<Integer> correlatedFeaturesIndices,
        @JsonProperty("correlated_features_pearson") List<Double> correlatedFeaturesPearson,
        @JsonProperty("correlated_features_l1") List<Double> correlatedFeaturesL1,
        @JsonProperty("neg_str") List<String> negStr,
        @JsonProperty("neg_values") List<Float> negValues,
        @JsonProperty("pos_str") List<String> posStr,
        @JsonProperty("pos_values") List<Float> posValues,
        @JsonProperty("frac_nonzero") @Nullable Double fracNonzero,
        @JsonProperty("freq_hist_data_bar_heights") List<Long> freqHistHeights,
        @JsonProperty("freq_hist_data_bar_values") List<Double> freqHistValues,
        @JsonProperty("logits_hist_data_bar_heights") List<Long> logitsHistHeights,
        @JsonProperty("logits_hist_data_bar_values") List<Double> logitsHistValues,
        @JsonProperty("decoder_weights_dist") List<Double> decoderWeightsDist,
        @JsonProperty("umap_cluster") @Nullable Integer umapCluster,
        @JsonProperty("umap_log_feature_sparsity") @Nullable Double umapLogFeatureSparsity,
        @JsonProperty("umap_x") @Nullable Double umapX,
        @JsonProperty("umap_y") @Nullable Double umapY,
        NeuronpediaModel model,
        NeuronpediaSource source,
        NeuronpediaSourceSet sourceSet,
        @Nullable Map<String, String> creator,
        List<Map<String, Object>> lists,
        List<Map<String, Object>> comments,
        List<NeuronpediaActivation> activations,
        List<NeuronpediaExplanation> explanations) {}
