package org.featurescope.lm.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Typed reading of a configuration in JSON or YAML; every complaint names the file and the field. 12.0 is a whole number;
 * one that no {@code int} or finite {@code double} can hold is refused.
 */
public final class ConfigFile {

    private final Path file;

    /** Where this object is nested in the file, for example {@code rope_scaling.}; empty for the whole file. */
    private final String path;

    private final JsonNode json;

    private ConfigFile(Path file, String path, JsonNode json) {
        this.file = file;
        this.path = path;
        this.json = json;
    }

    /** @throws MalformedFileException if the file is missing, broken, or holds no JSON object */
    public static ConfigFile read(Path file) {
        return of(file, Json.read(file));
    }

    /**
     * Reads YAML, without aliases.
     *
     * @throws MalformedFileException if the file is missing, broken, or holds no mapping
     */
    public static ConfigFile readYaml(Path file) {
        return of(file, Json.readYaml(file));
    }

    private static ConfigFile of(Path file, JsonNode json) {
        if (!json.isObject()) {
            throw new MalformedFileException(
                    file, "must hold an object of fields, found " + Shown.plain(json.toString()));
        }
        return new ConfigFile(file, "", json);
    }

    public Path file() {
        return file;
    }

    public String text(String field) {
        JsonNode node = node(field);
        if (!node.isString()) {
            throw malformed(field, "a text", node);
        }
        return node.stringValue();
    }

    public String text(String field, String otherwise) {
        return has(field) ? text(field) : otherwise;
    }

    /** The texts of a list; empty if the field is missing. */
    public List<String> texts(String field) {
        List<String> texts = new ArrayList<>();
        for (JsonNode node : list(field)) {
            if (!node.isString()) {
                throw malformed(field, "a list of texts", node(field));
            }
            texts.add(node.stringValue());
        }
        return texts;
    }

    public int integer(String field) {
        JsonNode node = node(field);
        if (!isInt(node) || node.intValue() < 1) {
            throw malformed(field, "a whole number >= 1 and < 2^31", node);
        }
        return node.intValue();
    }

    private static boolean isInt(JsonNode node) {
        return node.isNumber() && node.canConvertToInt() && node.canConvertToExactIntegral();
    }

    public int integer(String field, int otherwise) {
        return has(field) ? integer(field) : otherwise;
    }

    /** For settings that null switches off: null if the field says so, the other value only if it is missing. */
    public @Nullable Integer integerOrNull(String field, @Nullable Integer ifMissing) {
        return node(field).isMissingNode() ? ifMissing : has(field) ? Integer.valueOf(integer(field)) : null;
    }

    /** A token id; empty if the field is missing or a list of several. */
    public OptionalInt id(String field) {
        JsonNode node = node(field);
        if (!has(field) || node.isArray()) {
            return OptionalInt.empty();
        }
        if (!isInt(node) || node.intValue() < 0) {
            throw malformed(field, "a token id", node);
        }
        return OptionalInt.of(node.intValue());
    }

    public double number(String field) {
        JsonNode node = node(field);
        if (!node.isNumber() || !Double.isFinite(node.asDouble(Double.NaN))) {
            throw malformed(field, "a finite number", node);
        }
        return node.doubleValue();
    }

    public double number(String field, double otherwise) {
        return has(field) ? number(field) : otherwise;
    }

    /** For settings that null switches off: null if the field says so, the other value only if it is missing. */
    public @Nullable Double numberOrNull(String field, @Nullable Double ifMissing) {
        return node(field).isMissingNode() ? ifMissing : has(field) ? Double.valueOf(number(field)) : null;
    }

    public boolean flag(String field, boolean otherwise) {
        if (!has(field)) {
            return otherwise;
        }
        JsonNode node = node(field);
        if (!node.isBoolean()) {
            throw malformed(field, "true or false", node);
        }
        return node.booleanValue();
    }

    /** Whether the field is true or false, for fields that may be that or a text. */
    public boolean isFlag(String field) {
        return node(field).isBoolean();
    }

    /** The value of a field of any kind, as JSON, for messages; {@code null} in words if it is missing. */
    public String shown(String field) {
        return has(field) ? node(field).toString() : "null";
    }

    public boolean has(String field) {
        return !node(field).isMissingNode() && !node(field).isNull();
    }

    /** Whether a field has fields of its own. */
    public boolean isObject(String field) {
        return node(field).isObject();
    }

    /** A nested object; its fields are empty if it is missing. */
    public ConfigFile object(String field) {
        if (has(field) && !node(field).isContainer()) {
            throw malformed(field, "an object", node(field));
        }
        return new ConfigFile(file, path + field + ".", node(field));
    }

    /** The elements of a list that are objects, or lists, whose fields are their numbers; empty if it is missing. */
    public List<ConfigFile> objects(String field) {
        List<ConfigFile> objects = new ArrayList<>();
        for (JsonNode node : list(field)) {
            objects.add(new ConfigFile(file, path + field + "[" + objects.size() + "].", node));
        }
        return objects;
    }

    /** Refuses a setting that would change the computation in a way that is not implemented. */
    public void refuse(boolean unsupported, String field, String supported) {
        if (unsupported) {
            throw unsupported(field, supported);
        }
    }

    /** What {@link #refuse} throws. */
    public UnsupportedException unsupported(String field, String supported) {
        String value = node(field).isMissingNode()
                ? "(not given)"
                : Shown.plain(node(field).toString());
        return new UnsupportedException(
                file + ": " + path + field + " = " + value + " is not supported; supported: " + supported);
    }

    private JsonNode list(String field) {
        if (has(field) && !node(field).isArray()) {
            throw malformed(field, "a list", node(field));
        }
        return node(field);
    }

    private JsonNode node(String field) {
        boolean position = json.isArray() && field.matches("[0-9]{1,9}");
        return position ? json.path(Integer.parseInt(field)) : json.path(field);
    }

    private MalformedFileException malformed(String field, String expected, JsonNode node) {
        String found = node.isMissingNode() ? "nothing" : Shown.plain(node.toString());
        return new MalformedFileException(file, path + field + " must be " + expected + ", found " + found);
    }
}
