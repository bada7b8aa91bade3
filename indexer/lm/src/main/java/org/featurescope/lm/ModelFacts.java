package org.featurescope.lm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.featurescope.lm.file.Json;
import org.featurescope.lm.file.SafetensorsFile;
import org.featurescope.lm.file.StoredTensor;
import tools.jackson.databind.JsonNode;

/**
 * What the files of a model say beyond its sizes; no weight is read for it.
 *
 * @param files number of weight files
 * @param fileBytes of all of them
 * @param values how many the files hold of each type, in the spelling of safetensors
 * @param tiedHead whether the embedding also makes the logits
 * @param remarks what sets it apart from a plain transformer, each one sentence
 */
public record ModelFacts(int files, long fileBytes, Map<String, Long> values, boolean tiedHead, List<String> remarks) {

    private static final String PARTIAL_ROTARY = "only this share of each head turns with the position";

    /** Settings that change what is computed, where they are neither absent nor at their plain value. */
    private static final Map<String, String> SETTINGS = new TreeMap<>(Map.ofEntries(
            Map.entry("attn_logit_softcapping", "attention scores are soft-capped"),
            Map.entry("final_logit_softcapping", "logits are soft-capped"),
            Map.entry("query_pre_attn_scalar", "attention scores are divided by the root of this"),
            Map.entry("partial_rotary_factor", PARTIAL_ROTARY),
            Map.entry("rotary_pct", PARTIAL_ROTARY),
            Map.entry("use_parallel_residual", "attention and MLP read the same residual stream"),
            Map.entry("scale_attn_by_inverse_layer_idx", "attention scores are divided by the layer's number"),
            Map.entry("clip_qkv", "queries, keys and values are clipped")));

    /** Parts that only some models have, by a piece of their tensors' names. */
    private static final Map<String, String> PARTS = new TreeMap<>(Map.of(
            "q_norm.weight", "queries and keys are normalised",
            "pre_feedforward_layernorm.weight", "norms stand before and after attention and MLP",
            "q_proj.bias", "queries, keys and values have biases"));

    private static final List<String> HEADS = List.of("lm_head.weight", "embed_out.weight");

    public ModelFacts {
        values = new TreeMap<>(values);
        remarks = List.copyOf(remarks);
    }

    static ModelFacts read(Path folder, ModelShape shape) {
        List<Path> paths = Weights.files(folder);
        Map<String, Long> values = new TreeMap<>();
        Set<String> names = new LinkedHashSet<>();
        for (Path path : paths) {
            SafetensorsFile file = SafetensorsFile.open(path);
            for (String name : file.names()) {
                StoredTensor tensor = file.tensor(name);
                values.merge(tensor.type(), tensor.elements(), Long::sum);
                names.add(name);
            }
        }
        JsonNode config = Json.read(folder.resolve("config.json"));
        boolean tied =
                config.path("tie_word_embeddings").asBoolean(HEADS.stream().noneMatch(names::contains));
        long bytes = paths.stream().mapToLong(path -> path.toFile().length()).sum();
        return new ModelFacts(paths.size(), bytes, values, tied, remarks(config, names, shape));
    }

    private static List<String> remarks(JsonNode config, Set<String> names, ModelShape shape) {
        List<String> remarks = new ArrayList<>();
        if (shape.heads() * shape.dHead() != shape.dModel()) {
            remarks.add("heads × d_head is " + shape.heads() * shape.dHead() + ", not d_model");
        }
        PARTS.forEach((part, meaning) -> {
            if (names.stream().anyMatch(name -> name.endsWith(part))) {
                remarks.add(meaning + " (" + part + ")");
            }
        });
        window(config, remarks);
        rotary(config, remarks);
        SETTINGS.forEach((field, meaning) -> {
            if (!isPlain(config.path(field))) {
                remarks.add(meaning + " (" + field + " = " + config.path(field) + ")");
            }
        });
        return remarks;
    }

    private static void window(JsonNode config, List<String> remarks) {
        JsonNode size = config.has("sliding_window") ? config.path("sliding_window") : config.path("window_size");
        if (!size.isNumber() || !config.path("use_sliding_window").asBoolean(true)) {
            return;
        }
        Map<String, Long> kinds = config.path("layer_types")
                .valueStream()
                .collect(Collectors.groupingBy(JsonNode::asString, TreeMap::new, Collectors.counting()));
        remarks.add("attention sees a window of " + size + " tokens"
                + (kinds.size() > 1
                        ? " in some layers " + kinds
                        : config.has("window_size") ? " in local layers" : ""));
    }

    /** In the spelling of transformers 4 and 5; a model may have one set of parameters for each kind of layer. */
    private static void rotary(JsonNode config, List<String> remarks) {
        Stream.of(config.path("rope_scaling"), config.path("rope_parameters"))
                .flatMap(rope -> Stream.concat(Stream.of(rope), rope.valueStream()))
                .filter(JsonNode::isObject)
                .flatMap(ModelFacts::rotaryRemarks)
                .distinct()
                .forEach(remarks::add);
    }

    private static Stream<String> rotaryRemarks(JsonNode rope) {
        String type = rope.path("rope_type").asString(rope.path("type").asString("default"));
        JsonNode share = rope.path("partial_rotary_factor");
        return Stream.concat(
                type.equals("default")
                        ? Stream.of()
                        : Stream.of("rotary positions are scaled (rope_type = " + type + ")"),
                isPlain(share) ? Stream.of() : Stream.of(PARTIAL_ROTARY + " (partial_rotary_factor = " + share + ")"));
    }

    private static boolean isPlain(JsonNode setting) {
        return setting.isMissingNode()
                || setting.isNull()
                || (setting.isBoolean() && !setting.booleanValue())
                || (setting.isNumber() && setting.doubleValue() == 1);
    }

    /** Values of all tensors together; a matrix used twice counts once. */
    public long parameters() {
        return values.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What the weights take in memory: 4 bytes each, mapped where the files hold fp32. */
    public long bytesInMemory() {
        return 4 * parameters();
    }
}
