package org.featurescope.lm.file;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/**
 * The header of a safetensors file: {@code {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …}} and
 * {@code "__metadata__"}, an object of texts. Read as a stream, so that memory follows the number of tensors.
 *
 * @param tensors in the order of the header
 */
record SafetensorsHeader(Map<String, Tensor> tensors, Map<String, String> metadata) {

    private static final Map<String, Integer> TYPE_BYTES = Map.ofEntries(
            Map.entry("F64", 8),
            Map.entry("F32", 4),
            Map.entry("F16", 2),
            Map.entry("BF16", 2),
            Map.entry("F8_E4M3", 1),
            Map.entry("F8_E5M2", 1),
            Map.entry("I64", 8),
            Map.entry("I32", 4),
            Map.entry("I16", 2),
            Map.entry("I8", 1),
            Map.entry("U64", 8),
            Map.entry("U32", 4),
            Map.entry("U16", 2),
            Map.entry("U8", 1),
            Map.entry("BOOL", 1));
    private static final int MAX_DIMENSIONS = 64; // libtorch's own limit

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(Json.CONSTRAINTS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Where a tensor lies; {@code begin} and {@code end} count from the first byte after the header. */
    record Tensor(String type, long[] shape, long begin, long end) {}

    /**
     * @param json the header's bytes
     * @param dataBytes of the file after the header
     * @throws MalformedFileException if it is not the header of that file
     */
    static SafetensorsHeader read(Path file, InputStream json, long dataBytes) {
        Reader text = new InputStreamReader(
                json,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            SafetensorsHeader header = new Parser(file, parser).header();
            requireWhole(file, header.tensors, dataBytes);
            return header;
        } catch (JacksonIOException e) {
            throw new MalformedFileException(file, "its header is not UTF-8; download or copy it again", e);
        } catch (JacksonException e) {
            throw new MalformedFileException(
                    file,
                    "its header is not JSON (" + Shown.plain(String.valueOf(e.getOriginalMessage()))
                            + "); download or copy it again",
                    e);
        }
    }

    /** Tensors lie one after the other and fill the file: the specification allows neither holes nor overlaps. */
    private static void requireWhole(Path file, Map<String, Tensor> tensors, long dataBytes) {
        List<Map.Entry<String, Tensor>> byPlace = tensors.entrySet().stream()
                .sorted(Comparator.<Map.Entry<String, Tensor>>comparingLong(e -> e.getValue().begin)
                        .thenComparingLong(e -> e.getValue().end))
                .toList();
        long end = 0;
        for (Map.Entry<String, Tensor> entry : byPlace) {
            Tensor tensor = entry.getValue();
            if (tensor.end > dataBytes) {
                throw malformed(
                        file,
                        entry.getKey(),
                        "is cut short: it ends at byte " + tensor.end + " of the data, the file has " + dataBytes
                                + "; download or copy it again");
            }
            if (tensor.begin != end) {
                throw malformed(
                        file,
                        entry.getKey(),
                        "begins at byte " + tensor.begin + " of the data, where the one before it ends at " + end
                                + "; tensors may neither overlap nor leave holes: save the file again");
            }
            end = tensor.end;
        }
        if (end != dataBytes) {
            throw new MalformedFileException(
                    file, "has " + (dataBytes - end) + " bytes after its last tensor; download or copy it again");
        }
    }

    private static MalformedFileException malformed(Path file, String tensor, String problem) {
        return new MalformedFileException(file, "tensor " + Shown.plain(tensor) + " " + problem);
    }

    /** Reads one value after the other. */
    private record Parser(Path file, JsonParser json) {

        SafetensorsHeader header() {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedFileException(file, "its header is not a JSON object; download or copy it again");
            }
            Map<String, Tensor> tensors = new LinkedHashMap<>();
            Map<String, String> metadata = Map.of();
            for (String name = json.nextName(); name != null; name = json.nextName()) {
                if (name.equals("__metadata__")) {
                    metadata = metadata();
                } else {
                    tensors.put(name, tensor(name));
                }
            }
            if (json.nextToken() != null) {
                throw new MalformedFileException(file, "its header goes on after its object; save the file again");
            }
            return new SafetensorsHeader(Collections.unmodifiableMap(tensors), Collections.unmodifiableMap(metadata));
        }

        private Map<String, String> metadata() {
            Map<String, String> metadata = new LinkedHashMap<>();
            require(json.nextToken() == JsonToken.START_OBJECT, "__metadata__", "an object of texts");
            for (String key = json.nextName(); key != null; key = json.nextName()) {
                require(json.nextToken() == JsonToken.VALUE_STRING, "__metadata__", "an object of texts");
                metadata.put(key, json.getString());
            }
            return metadata;
        }

        private Tensor tensor(String name) {
            String type = null;
            long[] shape = null;
            long[] offsets = null;
            require(json.nextToken() == JsonToken.START_OBJECT, name, "an object with dtype, shape and data_offsets");
            for (String field = json.nextName(); field != null; field = json.nextName()) {
                JsonToken value = json.nextToken();
                switch (field) {
                    case "dtype" -> {
                        require(value == JsonToken.VALUE_STRING, name, "dtype a text");
                        type = json.getString();
                    }
                    case "shape" -> shape = numbers(name, field);
                    case "data_offsets" -> offsets = numbers(name, field);
                    default -> json.skipChildren();
                }
            }
            return tensor(name, type, shape, offsets);
        }

        private Tensor tensor(String name, @Nullable String type, long @Nullable [] shape, long @Nullable [] offsets) {
            if (type == null || shape == null || offsets == null) {
                throw expected(name, "dtype, shape and data_offsets");
            }
            require(offsets.length == 2 && offsets[0] <= offsets[1], name, "data_offsets [begin, end], begin <= end");
            long bytes = offsets[1] - offsets[0];
            long elements = StoredTensor.elementsOrNegative(shape);
            int valueBytes = TYPE_BYTES.getOrDefault(type, 0);
            boolean fits = valueBytes == 0 // of types that are not known here none has less than a bit
                    ? elements >= 0 && elements / 8 <= bytes
                    : elements >= 0 && elements <= Long.MAX_VALUE / valueBytes && elements * valueBytes == bytes;
            if (!fits) {
                throw malformed(
                        file,
                        name,
                        "of type " + Shown.plain(type) + " and shape " + StoredTensor.shown(shape) + " has " + bytes
                                + " bytes, which is not that shape's size; save the file again");
            }
            return new Tensor(type, shape, offsets[0], offsets[1]);
        }

        private long[] numbers(String name, String field) {
            String rule = field + " a list of at most " + MAX_DIMENSIONS + " whole numbers >= 0 and < 2^63";
            long[] numbers = new long[0];
            require(json.currentToken() == JsonToken.START_ARRAY, name, rule);
            while (json.nextToken() != JsonToken.END_ARRAY) {
                require(numbers.length < MAX_DIMENSIONS && isLong() && json.getLongValue() >= 0, name, rule);
                numbers = Arrays.copyOf(numbers, numbers.length + 1);
                numbers[numbers.length - 1] = json.getLongValue();
            }
            return numbers;
        }

        private boolean isLong() {
            return json.currentToken() == JsonToken.VALUE_NUMBER_INT
                    && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        }

        private void require(boolean right, String name, String rule) {
            if (!right) {
                throw expected(name, rule);
            }
        }

        private MalformedFileException expected(String name, String rule) {
            return malformed(file, name, "must have in the header " + rule + "; save the file again");
        }
    }
}
