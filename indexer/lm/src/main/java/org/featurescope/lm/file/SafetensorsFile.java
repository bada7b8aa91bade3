package org.featurescope.lm.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * One safetensors file, memory-mapped: 8 bytes with the length of the header, the header in JSON, then the tensors.
 * Only the tensors that are asked for are read. Format: the safetensors specification.
 */
public final class SafetensorsFile implements TensorFile {

    private static final Map<String, Integer> TYPE_BYTES =
            Map.of("F64", 8, "F32", 4, "F16", 2, "BF16", 2, "I64", 8, "I32", 4, "I16", 2, "I8", 1, "U8", 1, "BOOL", 1);
    private static final int MAX_HEADER_BYTES = 100_000_000; // the specification's own limit

    /** Where one tensor lies; {@code begin} counts from the start of the file. */
    private record Entry(String type, long[] shape, long begin, long bytes) {}

    private final Path file;
    private final Map<String, Entry> entries;

    private SafetensorsFile(Path file, Map<String, Entry> entries) {
        this.file = file;
        this.entries = entries;
    }

    /** @throws MalformedFileException if the header is not that of a whole file */
    public static SafetensorsFile open(Path file) {
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
        String type = node.path("dtype").asString("");
        int valueBytes = TYPE_BYTES.getOrDefault(type, 0);
        if (valueBytes > 0 && StoredTensor.elementsOrNegative(shape) * valueBytes != end - begin) {
            throw new MalformedFileException(
                    file,
                    "tensor " + name + " of type " + type + " and shape " + Arrays.toString(shape) + " has "
                            + (end - begin) + " bytes, which is not that shape's size");
        }
        return new Entry(type, shape, begin, end - begin);
    }

    @Override
    public Path file() {
        return file;
    }

    @Override
    public Set<String> names() {
        return entries.keySet();
    }

    @Override
    public StoredTensor tensor(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new MalformedFileException(file, "has no tensor " + name);
        }
        return new StoredTensor(
                file,
                name,
                entry.type,
                entry.shape,
                entry.bytes <= StoredTensor.PART_BYTES && entry.begin % 4 == 0,
                parts -> map(entry, parts));
    }

    /** Number of values of all tensors together. */
    public long parameters() {
        return entries.values().stream()
                .mapToLong(entry -> StoredTensor.elementsOrNegative(entry.shape))
                .sum();
    }

    /** Read-only: an in-place operation on such a tensor would crash the process, and no kernel has one on an argument. */
    private void map(Entry entry, Consumer<ByteBuffer> parts) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (long done = 0; done < entry.bytes; done += StoredTensor.PART_BYTES) {
                long size = Math.min(StoredTensor.PART_BYTES, entry.bytes - done);
                parts.accept(channel.map(MapMode.READ_ONLY, entry.begin + done, size));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
