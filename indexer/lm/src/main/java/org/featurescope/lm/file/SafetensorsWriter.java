package org.featurescope.lm.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes one safetensors file whose shapes are known before its values. Values are appended to each tensor in pieces, and
 * to the tensors in any order, so that nothing is held in memory. The file appears under its name, whole, at {@link
 * #finish}; until then it is written beside it under a temporary one. For one thread at a time.
 */
public final class SafetensorsWriter implements Closeable {

    private static final int BUFFER_BYTES = 1 << 18;

    /** The types that can be written. */
    public enum Type {
        F32(4),
        I32(4),
        I64(8);

        private final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }
    }

    /**
     * A tensor to be written.
     *
     * @param shape row-major; may be empty for a single value
     */
    public record Entry(String name, Type type, long... shape) {

        public Entry {
            shape = shape.clone();
            long elements = StoredTensor.elementsOrNegative(shape);
            if (elements < 0 || elements > Long.MAX_VALUE / type.bytes) {
                throw new IllegalArgumentException("tensor " + name + " cannot have shape " + Arrays.toString(shape));
            }
        }

        @Override
        public long[] shape() {
            return shape.clone();
        }

        private long bytes() {
            return StoredTensor.elementsOrNegative(shape) * type.bytes;
        }
    }

    private static final class Slot {
        private final Entry entry;
        private final long end;
        private long position;

        Slot(Entry entry, long begin) {
            this.entry = entry;
            position = begin;
            end = begin + entry.bytes();
        }
    }

    private final Path file;
    private final Path temporary;
    private final FileChannel channel;
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    private SafetensorsWriter(Path file, Path temporary, FileChannel channel) {
        this.file = file;
        this.temporary = temporary;
        this.channel = channel;
    }

    /**
     * @param metadata what the file says about itself; may be empty
     * @param tensors of different names; those of 8-byte values come first in the file, so that all values are aligned
     * @throws UncheckedIOException if the file cannot be made
     */
    public static SafetensorsWriter create(Path file, Map<String, String> metadata, List<Entry> tensors) {
        Path temporary = file.resolveSibling(file.getFileName() + ".part");
        try {
            FileChannel channel = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
            SafetensorsWriter writer = new SafetensorsWriter(file, temporary, channel);
            try {
                writer.writeHeader(metadata, tensors);
                return writer;
            } catch (RuntimeException e) {
                writer.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written (" + e + ")", e);
        }
    }

    private void writeHeader(Map<String, String> metadata, List<Entry> tensors) {
        JsonMapper mapper = new JsonMapper();
        ObjectNode header = mapper.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = header.putObject("__metadata__");
            metadata.forEach(texts::put);
        }
        List<Entry> ordered = tensors.stream()
                .sorted(Comparator.comparing((Entry entry) -> entry.type.bytes).reversed())
                .toList();
        long offset = 0;
        for (Entry entry : ordered) {
            if (header.has(entry.name)) {
                throw new IllegalArgumentException("tensor " + entry.name + " is there twice");
            }
            ObjectNode node = header.putObject(entry.name).put("dtype", entry.type.name());
            Arrays.stream(entry.shape).forEach(node.putArray("shape")::add);
            node.putArray("data_offsets").add(offset).add(offset + entry.bytes());
            offset += entry.bytes();
        }
        byte[] json = mapper.writeValueAsBytes(header);
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        write(
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(padded.length)
                        .flip(),
                0);
        write(ByteBuffer.wrap(padded), 8);
        long begin = 8L + padded.length;
        for (Entry entry : ordered) {
            slots.put(entry.name, new Slot(entry, begin));
            begin += entry.bytes();
        }
    }

    /**
     * Appends values, which are taken from the buffer's position to its limit.
     *
     * @throws IllegalArgumentException if there is no such tensor of this type, or it has not that many values left
     * @throws UncheckedIOException if they cannot be written
     */
    public void append(String tensor, FloatBuffer values) {
        Slot slot = slot(tensor, Type.F32, values.remaining());
        while (values.hasRemaining()) {
            int count = Math.min(values.remaining(), BUFFER_BYTES / 4);
            buffer.clear().asFloatBuffer().put(values.slice(values.position(), count));
            values.position(values.position() + count);
            write(slot, count);
        }
    }

    /** Like {@link #append(String, FloatBuffer)}. */
    public void append(String tensor, IntBuffer values) {
        Slot slot = slot(tensor, Type.I32, values.remaining());
        while (values.hasRemaining()) {
            int count = Math.min(values.remaining(), BUFFER_BYTES / 4);
            buffer.clear().asIntBuffer().put(values.slice(values.position(), count));
            values.position(values.position() + count);
            write(slot, count);
        }
    }

    /** Like {@link #append(String, FloatBuffer)}. */
    public void append(String tensor, LongBuffer values) {
        Slot slot = slot(tensor, Type.I64, values.remaining());
        while (values.hasRemaining()) {
            int count = Math.min(values.remaining(), BUFFER_BYTES / 8);
            buffer.clear().asLongBuffer().put(values.slice(values.position(), count));
            values.position(values.position() + count);
            write(slot, count);
        }
    }

    private Slot slot(String tensor, Type type, int count) {
        Slot slot = slots.get(tensor);
        if (slot == null || slot.entry.type != type) {
            throw new IllegalArgumentException(
                    "no tensor " + tensor + " of type " + type + " was announced for " + file);
        }
        if (count > (slot.end - slot.position) / type.bytes) {
            throw new IllegalArgumentException("tensor " + tensor + " of " + file + " has room for "
                    + (slot.end - slot.position) / type.bytes + " more values, got " + count);
        }
        return slot;
    }

    private void write(Slot slot, int count) {
        buffer.limit(count * slot.entry.type.bytes);
        slot.position += write(buffer, slot.position);
    }

    private int write(ByteBuffer bytes, long position) {
        int count = bytes.remaining();
        try {
            for (long at = position; bytes.hasRemaining(); ) {
                at += channel.write(bytes, at);
            }
            return count;
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written (" + e + ")", e);
        }
    }

    /**
     * Gives the file its name, in place of one that is there.
     *
     * @throws IllegalStateException if a tensor lacks values
     * @throws UncheckedIOException if it cannot be done
     */
    public void finish() {
        for (Slot slot : slots.values()) {
            if (slot.position != slot.end) {
                throw new IllegalStateException("tensor " + slot.entry.name + " of " + file + " lacks "
                        + (slot.end - slot.position) / slot.entry.type.bytes + " values");
            }
        }
        try {
            channel.force(true);
            channel.close();
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written (" + e + ")", e);
        }
    }

    /** Leaves nothing behind unless the file is finished. */
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(temporary + ": cannot be removed (" + e + ")", e);
        }
    }
}
