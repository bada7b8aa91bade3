package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Fields and types of Neuronpedia's answers, written down from its schema (schema.prisma, August 2026) and not from our classes: a
 * name, then a type; {@code ?} may be null, {@code []} is a list. Extra fields are allowed.
 */
enum NeuronpediaFields {
    FEATURE("""
            modelId string, layer string, index string, sourceSetName string?, creatorId string?, createdAt string,
            maxActApprox number?, hasVector boolean, vector number[], vectorLabel string?, vectorDefaultSteerStrength number?,
            hookName string?, topkCosSimIndices integer[], topkCosSimValues number[], neuron_alignment_indices integer[],
            neuron_alignment_values number[], neuron_alignment_l1 number[], correlated_neurons_indices integer[],
            correlated_neurons_pearson number[], correlated_neurons_l1 number[], correlated_features_indices integer[],
            correlated_features_pearson number[], correlated_features_l1 number[], neg_str string[], neg_values number[],
            pos_str string[], pos_values number[], frac_nonzero number, freq_hist_data_bar_heights number[],
            freq_hist_data_bar_values number[], logits_hist_data_bar_heights number[], logits_hist_data_bar_values number[],
            decoder_weights_dist number[], umap_cluster integer?, umap_log_feature_sparsity number?, umap_x number?,
            umap_y number?, model object, source object?, sourceSet object?, creator object?, lists object[],
            comments object[], activations object[], explanations object[]"""),
    ACTIVATION("""
            id string, tokens string[], dataIndex string?, index string, layer string, modelId string, dataSource string?,
            maxValue number, maxValueTokenIndex integer, minValue number, values number[], dfaValues number[],
            dfaTargetIndex integer?, dfaMaxValue number?, zQIndices integer[], zKIndices integer[], zValues number[],
            creatorId string?, createdAt string, lossValues number[], logitContributions string?, binMin number?,
            binMax number?, binContains number?, qualifyingTokenIndex integer?, source string"""),
    EXPLANATION("""
            id string, modelId string, layer string, source string, index string, description string, typeName string?,
            explanationModelName string?, scores object[], triggeredByUser object?, notes string?, createdAt string"""),
    MODEL("""
            id string, displayNameShort string, displayName string, creatorId string?, tlensId string?, openRouterId string?,
            dimension integer?, thinking boolean, visibility string, defaultSourceSetName string?, defaultSourceId string?,
            defaultGraphSourceSetName string?, inferenceEnabled boolean, instruct boolean, layers integer,
            neuronsPerLayer integer, createdAt string?, owner string, updatedAt string?, website string?"""),
    SOURCE("""
            id string, modelId string, hasDashboards boolean, inferenceEnabled boolean, saelensConfig object?,
            saelensRelease string?, saelensSaeId string?, hfRepoId string?, hfFolderId string?, visibility string,
            defaultOfModelId string?, setName string, creatorId string?, hasUmap boolean, hasUmapLogSparsity boolean,
            hasUmapClusters boolean, num_prompts integer?, num_tokens_in_prompt integer?, dataset string?, notes string?,
            cosSimMatchModelId string?, cosSimMatchSourceId string?, createdAt string"""),
    SOURCE_SET("""
            modelId string, name string, hasDashboards boolean, allowInferenceSearch boolean, visibility string,
            description string, type string, creatorName string?, urls string[], creatorEmail string?, creatorId string?,
            releaseName string?, hasGraphs boolean, graphEnabled boolean, similarityMatrixEnabled boolean,
            defaultOfModelId string?, defaultGraphModelId string?, defaultRange integer, defaultShowBreaks boolean,
            showDfa boolean, showCorrelated boolean, showHeadAttribution boolean, showUmap boolean, createdAt string"""),
    SEARCH("request object, results object[], resultsCount integer, hasMore boolean, nextOffset integer"),
    RESULT("""
            modelId string, layer string, index string, description string, explanationModelName string?, typeName string?,
            cosine_similarity number, neuron object""");

    private static final Map<String, Predicate<JsonNode>> TYPES = Map.of(
            "string", JsonNode::isString,
            "number", JsonNode::isNumber,
            "integer", JsonNode::isIntegralNumber,
            "boolean", JsonNode::isBoolean,
            "object", JsonNode::isObject);

    private final Map<String, String> fields = new TreeMap<>();

    NeuronpediaFields(String list) {
        for (String field : list.split(",\\s*")) {
            String[] parts = field.strip().split(" ");
            fields.put(parts[0], parts[1]);
        }
    }

    void check(JsonNode object) {
        fields.forEach((name, type) -> {
            JsonNode value = object.get(name);
            assertThat(value).as("%s.%s is there", this, name).isNotNull();
            assertThat(is(value, type))
                    .as("%s.%s is %s: %s", this, name, type, value)
                    .isTrue();
        });
    }

    private static boolean is(JsonNode value, String type) {
        if (type.endsWith("?")) {
            return value.isNull() || is(value, type.substring(0, type.length() - 1));
        }
        if (type.endsWith("[]")) {
            String item = type.substring(0, type.length() - 2);
            return value.isArray() && value.valueStream().allMatch(each -> is(each, item));
        }
        return TYPES.getOrDefault(type, unknown -> false).test(value);
    }
}
