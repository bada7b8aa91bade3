package org.featurescope.lm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * One safetensors file, memory-mapped: 8 bytes with the length of the header, the header in JSON, then the tensors.
 * Only the tensors that are asked for are read. Format: the safetensors specification.
 */
final class SafetensorsFile {

    private static final int MAX_HEADER_BYTES = 100_000_000; // the specification's own limit

    /** Where one tensor lies; {@code begin} counts from the start of the file. */
    private record Entry(String type, long[] shape, long begin, long bytes) {}

    private final Path file;
    private final Map<String, Entry> entries;

    private SafetensorsFile(Path file, Map<String, Entry> entries) {
        this.file = file;
        this.entries = entries;
    }

    static SafetensorsFile open(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            long headerBytes = size < 8 ? -1 : read(channel, 0, 8).getLong();
            if (headerBytes < 2 || headerBytes > MAX_HEADER_BYTES || 8 + headerBytes > size) {
                throw new MalformedFileException(
                        file, "is not a whole safetensors file (" + size + " bytes); download or copy it again");
            }
            JsonNode header =
                    Json.parse(file, read(channel, 8, (int) headerBytes).array());
            return new SafetensorsFile(file, entries(file, header, 8 + headerBytes, size));
        } catch (IOException e) {
            throw new MalformedFileException(file, "cannot be read (" + e + ")", e);
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {}
        return buffer.flip();
    }

    private static Map<String, Entry> entries(Path file, JsonNode header, long dataStart, long size) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : header.properties()) {
            if (!property.getKey().equals("__metadata__")) {
                entries.put(property.getKey(), entry(file, property.getKey(), property.getValue(), dataStart, size));
            }
        }
        return Collections.unmodifiableMap(entries);
    }

    private static Entry entry(Path file, String name, JsonNode node, long dataStart, long size) {
        long[] shape =
                node.path("shape").valueStream().mapToLong(JsonNode::longValue).toArray();
        long begin = dataStart + node.path("data_offsets").path(0).asLong(-1);
        long end = dataStart + node.path("data_offsets").path(1).asLong(-1);
        if (begin < dataStart || end < begin) {
            throw new MalformedFileException(file, "the header gives no place for tensor " + name);
        }
        if (end > size) {
            throw new MalformedFileException(
                    file,
                    "is cut short: tensor " + name + " ends at byte " + end + ", the file has " + size
                            + "; download or copy it again");
        }
        return new Entry(node.path("dtype").asString(""), shape, begin, end - begin);
    }

    Path file() {
        return file;
    }

    Set<String> names() {
        return entries.keySet();
    }

    /** Number of values of all tensors together. */
    long parameters() {
        return entries.values().stream()
                .mapToLong(entry -> elements(entry.shape))
                .sum();
    }

    Optional<long[]> shape(String name) {
        return Optional.ofNullable(entries.get(name)).map(entry -> entry.shape.clone());
    }

    /**
     * The values of a tensor as fp32: the mapped file itself where it holds fp32, a converted copy where it holds half
     * floats. The buffer is direct and little-endian.
     */
    ByteBuffer floats(String name) {
        Entry entry = entry(name);
        ByteBuffer bytes = map(entry);
        return switch (entry.type) {
            case "F32" -> sized(name, entry, bytes, 4);
            case "F16" -> HalfPrecision.fromHalf(sized(name, entry, bytes, 2));
            case "BF16" -> HalfPrecision.fromBrain(sized(name, entry, bytes, 2));
            default ->
                throw new MalformedFileException(
                        file, "tensor " + name + " is of type " + entry.type + "; supported: F32, F16, BF16");
        };
    }

    /** The values of a tensor of type I32. */
    int[] integers(String name) {
        Entry entry = entry(name);
        if (!entry.type.equals("I32")) {
            throw new MalformedFileException(file, "tensor " + name + " is of type " + entry.type + ", not I32");
        }
        int[] values = new int[(int) elements(entry.shape)];
        sized(name, entry, map(entry), 4).asIntBuffer().get(values);
        return values;
    }

    private Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new MalformedFileException(file, "has no tensor " + name);
        }
        return entry;
    }

    private ByteBuffer sized(String name, Entry entry, ByteBuffer bytes, int elementBytes) {
        if (bytes.remaining() != elements(entry.shape) * elementBytes) {
            throw new MalformedFileException(
                    file, "tensor " + name + " has " + bytes.remaining() + " bytes, which is not its shape's size");
        }
        return bytes;
    }

    /** Read-only: an in-place operation on such a tensor would crash the process, and kernels.py has none. */
    private ByteBuffer map(Entry entry) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(MapMode.READ_ONLY, entry.begin, entry.bytes).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long elements(long[] shape) {
        long elements = 1;
        for (long dimension : shape) {
            elements = Math.multiplyExact(elements, dimension);
        }
        return elements;
    }
}
