package org.featurescope.pipeline.imports;

import java.util.ArrayList;
import java.util.List;
import org.featurescope.db.format.Bars;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the fields of an object, and says which is wrong. A field that is null counts as one that is not there. */
final class Fields {

    private static final int MOST_TOKENS = 32_768;

    private final JsonNode node;

    private Fields(JsonNode node) {
        this.node = node;
    }

    static Fields of(JsonNode node) {
        if (!node.isObject()) {
            throw new BrokenRecordException("must be a JSON object, found " + shortened(node));
        }
        return new Fields(node);
    }

    /** The value of a field; null if it is not there. */
    @Nullable JsonNode find(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private JsonNode get(String name) {
        JsonNode value = find(name);
        if (value == null) {
            throw new BrokenRecordException("field \"" + name + "\" is missing");
        }
        return value;
    }

    static BrokenRecordException wrong(String name, String wanted, JsonNode found) {
        return new BrokenRecordException("field \"" + name + "\" must be " + wanted + ", found " + shortened(found));
    }

    private static String shortened(JsonNode node) {
        String text = node.toString();
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    Fields object(String name) {
        JsonNode value = get(name);
        if (!value.isObject()) {
            throw wrong(name, "an object", value);
        }
        return new Fields(value);
    }

    /** A string, or a number as text. */
    String text(String name) {
        String text = textOrNull(name);
        if (text == null) {
            throw new BrokenRecordException("field \"" + name + "\" is missing");
        }
        return text;
    }

    @Nullable String textOrNull(String name) {
        JsonNode value = find(name);
        if (value == null) {
            return null;
        }
        if (!value.isString() && !value.isNumber()) {
            throw wrong(name, "a string", value);
        }
        return value.asString();
    }

    /** A whole number from 0 on; some files write it as a string. */
    int index(String name) {
        JsonNode value = get(name);
        String text = value.isString() || value.isIntegralNumber() ? value.asString() : "";
        if (!text.matches("\\d{1,9}")) {
            throw wrong(name, "a whole number from 0 to 999999999", value);
        }
        return Integer.parseInt(text);
    }

    @Nullable Long count(String name) {
        JsonNode value = find(name);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw wrong(name, "a whole number >= 0", value);
        }
        return value.longValue();
    }

    @Nullable Float number(String name) {
        Double value = wide(name);
        return value == null ? null : narrowed(name, value);
    }

    /** With all its digits. */
    @Nullable Double wide(String name) {
        JsonNode value = find(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw wrong(name, "a finite number", value);
        }
        return value.doubleValue();
    }

    private static float narrowed(String name, double value) {
        float narrow = (float) value;
        if (!Float.isFinite(narrow)) {
            throw new BrokenRecordException(
                    "field \"" + name + "\" must be a number that 32 bits hold, found " + value);
        }
        return narrow;
    }

    List<JsonNode> list(String name) {
        JsonNode value = find(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw wrong(name, "a list", value);
        }
        List<JsonNode> all = new ArrayList<>(value.size());
        value.forEach(all::add);
        return all;
    }

    float[] numbers(String name) {
        List<JsonNode> all = list(name);
        float[] numbers = new float[all.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = finite(name + "[" + i + "]", all.get(i));
        }
        return numbers;
    }

    /** Of a context; null is not known, and NaN here. */
    float[] activations(String name) {
        List<JsonNode> all = list(name);
        float[] activations = new float[all.size()];
        boolean known = all.isEmpty();
        for (int i = 0; i < activations.length; i++) {
            activations[i] = all.get(i).isNull() ? Float.NaN : finite(name + "[" + i + "]", all.get(i));
            known |= !all.get(i).isNull();
        }
        if (!known) {
            throw new BrokenRecordException("field \"" + name + "\" must hold a number, found null alone");
        }
        return activations;
    }

    private static float finite(String name, JsonNode value) {
        if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw wrong(name, "a finite number", value);
        }
        return narrowed(name, value.doubleValue());
    }

    List<String> texts(String name) {
        List<JsonNode> all = list(name);
        List<String> texts = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            if (!all.get(i).isString()) {
                throw wrong(name + "[" + i + "]", "a string", all.get(i));
            }
            texts.add(all.get(i).stringValue());
        }
        return texts;
    }

    int[] indexes(String name) {
        List<JsonNode> all = list(name);
        int[] indexes = new int[all.size()];
        for (int i = 0; i < indexes.length; i++) {
            JsonNode value = all.get(i);
            if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 0) {
                throw wrong(name + "[" + i + "]", "a whole number >= 0", value);
            }
            indexes[i] = value.intValue();
        }
        return indexes;
    }

    /** Tokens or their ids, of a context. */
    <T> List<T> requireContext(String name, List<T> tokens, String valuesName, float[] values) {
        if (tokens.isEmpty() || tokens.size() > MOST_TOKENS) {
            throw new BrokenRecordException(
                    "field \"" + name + "\" must hold 1 to " + MOST_TOKENS + " tokens, found " + tokens.size());
        }
        requireAsMany(name, tokens.size(), valuesName, values.length);
        return tokens;
    }

    private static void requireAsMany(String first, int wanted, String second, int found) {
        if (wanted != found) {
            throw new BrokenRecordException("field \"" + second + "\" must have as many values as \"" + first + "\", "
                    + wanted + ", found " + found);
        }
    }

    /** Heights must be counts; some files write them as 12.0. */
    List<Bars.Bar> bars(String valuesName, String heightsName) {
        float[] values = numbers(valuesName);
        List<JsonNode> heights = list(heightsName);
        requireAsMany(valuesName, values.length, heightsName, heights.size());
        List<Bars.Bar> bars = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            double height = heights.get(i).isNumber() ? heights.get(i).doubleValue() : -1;
            if (!(height >= 0 && height <= 1e15 && height == Math.rint(height))) {
                throw wrong(heightsName + "[" + i + "]", "a whole number >= 0", heights.get(i));
            }
            bars.add(new Bars.Bar(values[i], (long) height));
        }
        return bars;
    }

    List<DumpFeature.Effect> effects(String tokensName, String valuesName) {
        List<String> tokens = texts(tokensName);
        float[] values = numbers(valuesName);
        requireAsMany(tokensName, tokens.size(), valuesName, values.length);
        List<DumpFeature.Effect> effects = new ArrayList<>(values.length);
        for (int i = 0; i < values.length; i++) {
            effects.add(new DumpFeature.Effect(tokens.get(i), values[i]));
        }
        return effects;
    }

    /** A share, 0 to 1; null: not said. */
    @Nullable Double share(String name) {
        Double share = wide(name);
        if (share != null && !(share >= 0 && share <= 1)) {
            throw wrong(name, "a share from 0 to 1", get(name));
        }
        return share;
    }
}
