package org.featurescope.lm.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Reads files of settings, with complaints that name the file. Of two fields with one name, other readers take the first or
 * the last; here they are an error, as are NaN, deep nesting and files that are too large for what they are.
 */
public final class Json {

    /** Of a configuration; the largest known have a few thousand lines. */
    static final long MAX_BYTES = 16 << 20;

    /** Of a {@code tokenizer.json}; those of 256,000 tokens have 35 MB. */
    static final long MAX_TOKENIZER_BYTES = 256 << 20;

    static final long MAX_YAML_BYTES = 1 << 20;

    private static final int MAX_NESTING = 100;

    static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(MAX_NESTING)
            .maxNumberLength(100)
            .build();

    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(CONSTRAINTS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .streamReadConstraints(CONSTRAINTS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private Json() {}

    /** @throws MalformedFileException if the file is missing, too large or not JSON */
    public static JsonNode read(Path file) {
        boolean tokenizer = String.valueOf(file.getFileName()).equals("tokenizer.json");
        return parse(file, bytes(file, tokenizer ? MAX_TOKENIZER_BYTES : MAX_BYTES));
    }

    /**
     * Reads YAML of the kind that programs write: scalars, lists and mappings. What tags ask for is not done, and aliases,
     * by which a small file can stand for a huge one, are refused.
     *
     * @throws MalformedFileException if the file is missing, too large or not such YAML
     */
    static JsonNode readYaml(Path file) {
        byte[] bytes = bytes(file, MAX_YAML_BYTES);
        try {
            requireNoAlias(file, bytes);
            return parse(file, "YAML", YAML, bytes);
        } catch (JacksonException e) {
            throw malformed(file, "YAML", e);
        }
    }

    private static void requireNoAlias(Path file, byte[] yaml) {
        try (JsonParser parser = YAML.createParser(yaml)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING && ((YAMLParser) parser).isCurrentAlias()) {
                    throw new MalformedFileException(
                            file,
                            "has the alias *" + Shown.plain(parser.getString()) + "; write out what it stands for");
                }
            }
        }
    }

    private static byte[] bytes(Path file, long maxBytes) {
        if (!Files.isRegularFile(file)) {
            throw new MalformedFileException(
                    file, "not found; a model folder holds config.json, model.safetensors and tokenizer.json");
        }
        try {
            if (Files.size(file) > maxBytes) {
                throw new MalformedFileException(
                        file, "has " + Files.size(file) + " bytes; a file of its kind has at most " + maxBytes);
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new MalformedFileException(file, "cannot be read (" + e + ")", e);
        }
    }

    /**
     * @param file which it comes from, for complaints
     * @throws MalformedFileException if it is not JSON
     */
    public static JsonNode parse(Path file, byte[] json) {
        return parse(file, "JSON", JSON, json);
    }

    private static JsonNode parse(Path file, String format, ObjectMapper mapper, byte[] bytes) {
        try {
            JsonNode node = mapper.readTree(bytes);
            if (node.isMissingNode()) {
                throw new MalformedFileException(file, "is empty");
            }
            return node;
        } catch (JacksonException e) {
            throw malformed(file, format, e);
        }
    }

    static MalformedFileException malformed(Path file, String format, JacksonException e) {
        String where = e.getLocation() == null || e.getLocation().getLineNr() < 1
                ? ""
                : "line " + e.getLocation().getLineNr() + ": ";
        String problem = Shown.plain(String.valueOf(e.getOriginalMessage()));
        return new MalformedFileException(file, "is not " + format + " (" + where + problem + ")", e);
    }
}
