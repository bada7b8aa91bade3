package org.featurescope.pipeline.imports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Token strings by id, as a {@code tokenizer.json} of Hugging Face spells them. */
final class TokenStrings {

    private TokenStrings() {}

    /** An id that it does not know is shown as {@code ⟨7⟩}. */
    static IntFunction<String> of(Path file) {
        JsonNode root;
        try {
            root = DumpJson.MAPPER.readTree(Files.readString(file));
        } catch (IOException | JacksonException e) {
            throw new ImportException(
                    "--tokenizer " + file + ": cannot be read (" + e.getMessage() + "); give a tokenizer.json", e);
        }
        Map<Integer, String> strings = new HashMap<>();
        JsonNode vocabulary = root.path("model").path("vocab");
        if (vocabulary.isArray()) { // Unigram: pairs of string and score
            for (int id = 0; id < vocabulary.size(); id++) {
                strings.put(id, vocabulary.get(id).path(0).asString(""));
            }
        }
        vocabulary.properties().forEach(entry -> strings.put(entry.getValue().asInt(), entry.getKey()));
        for (JsonNode added : root.path("added_tokens")) {
            strings.put(added.path("id").asInt(), added.path("content").asString(""));
        }
        if (strings.isEmpty()) {
            throw new ImportException("--tokenizer " + file + ": has no model.vocab; give a tokenizer.json");
        }
        return id -> strings.getOrDefault(id, "⟨" + id + "⟩");
    }
}
