package org.featurescope.pipeline.activations;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.featurescope.lm.file.SafetensorsWriter;
import org.featurescope.lm.file.SafetensorsWriter.Entry;
import org.featurescope.lm.file.SafetensorsWriter.Type;

/** A tensor that grows, in a file of its own until its length is known. */
final class SpilledTensor implements AutoCloseable {

    private static final int BUFFER_BYTES = 1 << 18;

    private final String name;
    private final Type type;
    private final long width;
    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long values;

    /** @param width of its rows; 0 for a vector */
    SpilledTensor(String name, Type type, long width, Path file) throws IOException {
        this.name = name;
        this.type = type;
        this.width = width;
        this.file = file;
        channel = FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    void add(float value) throws IOException {
        room(Float.BYTES).putFloat(value);
    }

    void add(int value) throws IOException {
        room(Integer.BYTES).putInt(value);
    }

    void add(long value) throws IOException {
        room(Long.BYTES).putLong(value);
    }

    private ByteBuffer room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        values++;
        return buffer;
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /** How many values were added. */
    long values() {
        return values;
    }

    Entry entry() {
        return width == 0 ? new Entry(name, type, values) : new Entry(name, type, values / width, width);
    }

    /** Copies everything; nothing can be added afterwards. */
    void copyTo(SafetensorsWriter target) throws IOException {
        flush();
        channel.position(0);
        while (channel.read(buffer) >= 0) {
            if (!buffer.hasRemaining()) {
                append(target);
            }
        }
        append(target);
    }

    private void append(SafetensorsWriter target) {
        buffer.flip();
        switch (type) {
            case F32 -> target.append(name, buffer.asFloatBuffer());
            case I32 -> target.append(name, buffer.asIntBuffer());
            case I64 -> target.append(name, buffer.asLongBuffer());
        }
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}
