package org.featurescope.cli.inspect;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.featurescope.lm.ModelFacts;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.ModelShape;
import org.featurescope.lm.Tokenizer;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a model before any weight is read; the record is the JSON.
 *
 * @param embeddingRows for token ids, used or not
 * @param tokens that the tokenizer has; null without a {@code tokenizer.json}
 * @param bos null if the model has no beginning-of-text token
 * @param values in the weight files, by type
 * @param unusual what sets it apart from a plain transformer, each one sentence
 */
public record ModelInspection(
        String folder,
        String kind,
        String family,
        int layers,
        int dModel,
        int dMlp,
        int heads,
        int kvHeads,
        int dHead,
        int maxPositions,
        int embeddingRows,
        @Nullable Integer tokens,
        @Nullable Bos bos,
        long parameters,
        int weightFiles,
        long fileBytes,
        Map<String, Long> values,
        long memoryBytes,
        boolean tiedHead,
        List<HookPointGroup> hookPoints,
        List<String> unusual) {

    /**
     * The beginning-of-text token.
     *
     * @param added whether it stands in front of every context unless told otherwise
     */
    public record Bos(int id, String text, boolean added) {

        static @Nullable Bos of(Tokenizer tokenizer) {
            OptionalInt id = tokenizer.bosToken();
            if (id.isEmpty()) {
                return null;
            }
            byte[] bytes = Objects.requireNonNullElse(tokenizer.tokenBytes().get(id.getAsInt()), new byte[0]);
            return new Bos(id.getAsInt(), new String(bytes, StandardCharsets.UTF_8), tokenizer.addsBos());
        }

        String words() {
            return "%s (%d), %s".formatted(text, id, added ? "in front of every context" : "not put in front");
        }
    }

    /** @throws org.featurescope.lm.file.MalformedFileException if a file is broken */
    public static ModelInspection of(Path folder) {
        ModelFolder model = ModelFolder.open(folder);
        if (!Files.exists(folder.resolve("tokenizer.json"))) {
            return of(folder, model, null, null, "it has no tokenizer.json, so it cannot read text");
        }
        try (Tokenizer tokenizer = model.tokenizer()) {
            int tokens = tokenizer.tokenBytes().size();
            int unused = model.shape().vocabularySize() - tokens;
            String remark = unused == 0 ? "" : unused + " rows of the embedding belong to no token";
            return of(
                    folder,
                    model,
                    tokens,
                    Bos.of(tokenizer),
                    unused < 0 ? "the tokenizer has " + -unused + " tokens more than the embedding has rows" : remark);
        }
    }

    private static ModelInspection of(
            Path folder, ModelFolder model, @Nullable Integer tokens, @Nullable Bos bos, String remark) {
        ModelShape shape = model.shape();
        ModelFacts facts = model.facts();
        List<String> unusual = new ArrayList<>(facts.remarks());
        if (!remark.isEmpty()) {
            unusual.add(remark);
        }
        return new ModelInspection(
                folder.toString(),
                "model",
                shape.family(),
                shape.layers(),
                shape.dModel(),
                shape.dMlp(),
                shape.heads(),
                shape.kvHeads(),
                shape.dHead(),
                shape.maxPositions(),
                shape.vocabularySize(),
                tokens,
                bos,
                facts.parameters(),
                facts.files(),
                facts.fileBytes(),
                facts.values(),
                facts.bytesInMemory(),
                facts.tiedHead(),
                HookPointGroup.of(model.hookPoints()),
                unusual);
    }

    /** For a person. */
    public String text() {
        return new Lines()
                .title(folder + " is a model")
                .add("family", family)
                .add("layers", String.valueOf(layers))
                .add("d_model", "%,d".formatted(dModel))
                .add("d_mlp", "%,d neurons a layer".formatted(dMlp))
                .add("heads", headsText())
                .add(
                        "vocabulary",
                        (tokens == null ? "no tokenizer" : "%,d tokens".formatted(tokens))
                                + ", %,d rows of the embedding".formatted(embeddingRows))
                .add("logits", tiedHead ? "by the embedding (tied)" : "by a matrix of their own")
                .add("BOS", bos == null ? "none" : bos.words())
                .add("positions", "%,d".formatted(maxPositions))
                .add("parameters", "%,d".formatted(parameters))
                .add("files", filesText())
                .add("memory", memoryText())
                .add(
                        "hook points",
                        hookPoints.stream().map(HookPointGroup::text).toList())
                .add("unusual", unusual)
                .toString();
    }

    private String headsText() {
        String text = "%d of width %d".formatted(heads, dHead);
        return kvHeads == heads ? text : text + ", %d for keys and values".formatted(kvHeads);
    }

    private String filesText() {
        String types = values.keySet().stream().collect(Collectors.joining(", "));
        return "%d of safetensors, %s, %s".formatted(weightFiles, Size.of(fileBytes), types);
    }

    private String memoryText() {
        boolean mapped = values.keySet().equals(Set.of("F32"));
        return Size.of(memoryBytes) + " as fp32" + (mapped ? ", mapped from the files" : ", widened");
    }
}
