package org.featurescope.lm.file;

import java.nio.file.Path;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** Typed reading of a JSON configuration; every complaint names the file and the field. */
public final class ConfigFile {

    private final Path file;
    private final JsonNode json;

    private ConfigFile(Path file, JsonNode json) {
        this.file = file;
        this.json = json;
    }

    public static ConfigFile read(Path file) {
        return new ConfigFile(file, Json.read(file));
    }

    public Path file() {
        return file;
    }

    public String text(String field) {
        JsonNode node = json.path(field);
        if (!node.isString()) {
            throw malformed(field, "a text", node);
        }
        return node.stringValue();
    }

    public int integer(String field) {
        JsonNode node = json.path(field);
        if (!node.canConvertToInt() || node.intValue() < 1) {
            throw malformed(field, "a whole number >= 1", node);
        }
        return node.intValue();
    }

    public int integer(String field, int otherwise) {
        return has(field) ? integer(field) : otherwise;
    }

    /** A token id; empty if the field is missing. */
    public OptionalInt id(String field) {
        JsonNode node = json.path(field);
        return node.canConvertToInt() && node.isNumber() ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
    }

    public double number(String field) {
        JsonNode node = json.path(field);
        if (!node.isNumber()) {
            throw malformed(field, "a number", node);
        }
        return node.doubleValue();
    }

    public boolean flag(String field, boolean otherwise) {
        if (!has(field)) {
            return otherwise;
        }
        JsonNode node = json.path(field);
        if (!node.isBoolean()) {
            throw malformed(field, "true or false", node);
        }
        return node.booleanValue();
    }

    public boolean has(String field) {
        return !json.path(field).isMissingNode() && !json.path(field).isNull();
    }

    /** A nested object; its fields are empty if it is missing. */
    public ConfigFile object(String field) {
        return new ConfigFile(file, json.path(field));
    }

    /** Refuses a setting that would change the computation in a way that is not implemented. */
    public void refuse(boolean unsupported, String field, String supported) {
        if (unsupported) {
            throw new UnsupportedException(
                    file + ": " + field + " = " + json.path(field) + " is not supported; supported: " + supported);
        }
    }

    private MalformedFileException malformed(String field, String expected, JsonNode node) {
        String found = node.isMissingNode() ? "nothing" : node.toString();
        return new MalformedFileException(file, field + " must be " + expected + ", found " + found);
    }
}
