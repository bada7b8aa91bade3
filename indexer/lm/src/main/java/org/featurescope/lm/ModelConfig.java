package org.featurescope.lm;

import java.nio.file.Path;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** Typed reading of {@code config.json}; every complaint names the file and the field. */
final class ModelConfig {

    private final Path file;
    private final JsonNode json;

    ModelConfig(Path file, JsonNode json) {
        this.file = file;
        this.json = json;
    }

    static ModelConfig read(Path file) {
        return new ModelConfig(file, Json.read(file));
    }

    String modelType() {
        return text("model_type");
    }

    String text(String field) {
        JsonNode node = json.path(field);
        if (!node.isString()) {
            throw malformed(field, "a text", node);
        }
        return node.stringValue();
    }

    int integer(String field) {
        JsonNode node = json.path(field);
        if (!node.canConvertToInt() || node.intValue() < 1) {
            throw malformed(field, "a whole number >= 1", node);
        }
        return node.intValue();
    }

    int integer(String field, int otherwise) {
        return has(field) ? integer(field) : otherwise;
    }

    /** A token id; empty if the field is missing. */
    OptionalInt id(String field) {
        JsonNode node = json.path(field);
        return node.canConvertToInt() && node.isNumber() ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
    }

    double number(String field) {
        JsonNode node = json.path(field);
        if (!node.isNumber()) {
            throw malformed(field, "a number", node);
        }
        return node.doubleValue();
    }

    boolean flag(String field, boolean otherwise) {
        if (!has(field)) {
            return otherwise;
        }
        JsonNode node = json.path(field);
        if (!node.isBoolean()) {
            throw malformed(field, "true or false", node);
        }
        return node.booleanValue();
    }

    boolean has(String field) {
        return !json.path(field).isMissingNode() && !json.path(field).isNull();
    }

    /** A nested object; its fields are empty if it is missing. */
    ModelConfig object(String field) {
        return new ModelConfig(file, json.path(field));
    }

    /** Refuses a setting that would change the computation in a way that is not implemented. */
    void refuse(boolean unsupported, String field, String supported) {
        if (unsupported) {
            throw new UnsupportedModelException(
                    file + ": " + field + " = " + json.path(field) + " is not supported; supported: " + supported);
        }
    }

    private MalformedFileException malformed(String field, String expected, JsonNode node) {
        String found = node.isMissingNode() ? "nothing" : node.toString();
        return new MalformedFileException(file, field + " must be " + expected + ", found " + found);
    }
}
