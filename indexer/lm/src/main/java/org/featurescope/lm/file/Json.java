package org.featurescope.lm.file;

import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON files, with complaints that name the file. */
public final class Json {

    /** Of two fields with one name, readers elsewhere take the first or the last; here it is an error. */
    private static final JsonMapper MAPPER = new JsonMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private Json() {}

    public static JsonNode read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new MalformedFileException(
                    file, "not found; a model folder holds config.json, model.safetensors and tokenizer.json");
        }
        try {
            return MAPPER.readTree(file);
        } catch (JacksonException e) {
            throw new MalformedFileException(file, "is not JSON (" + e.getOriginalMessage() + ")", e);
        }
    }

    public static JsonNode parse(Path file, byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new MalformedFileException(file, "its header is not JSON (" + e.getOriginalMessage() + ")", e);
        }
    }
}
