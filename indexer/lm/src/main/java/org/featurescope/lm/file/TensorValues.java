package org.featurescope.lm.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The values of a tensor by their numbers, counted row by row, where they lie in the file: for tensors that are not read as a whole.
 * Memory-mapped; the heap holds nothing of them.
 */
public final class TensorValues {

    /** Mapped at once; a multiple of the size of every type. */
    private static final int PART_BITS = 30;

    private static final int PART_MASK = (1 << PART_BITS) - 1;

    private interface Whole {
        long at(ByteBuffer part, int at);
    }

    private interface Floating {
        float at(ByteBuffer part, int at);
    }

    private static final Map<String, Whole> WHOLE = Map.of(
            "I64",
            ByteBuffer::getLong,
            "I32",
            ByteBuffer::getInt,
            "I16",
            ByteBuffer::getShort,
            "U32",
            (part, at) -> part.getInt(at) & 0xffff_ffffL,
            "U16",
            (part, at) -> part.getShort(at) & 0xffff,
            "U8",
            (part, at) -> part.get(at) & 0xff);
    private static final Map<String, Floating> FLOATING = Map.of(
            "F64", (part, at) -> (float) part.getDouble(at),
            "F32", ByteBuffer::getFloat,
            "F16", (part, at) -> HalfPrecision.half(part.getShort(at)),
            "BF16", (part, at) -> Float.intBitsToFloat(part.getShort(at) << 16));

    private final Path file;
    private final String name;
    private final String type;
    private final long[] shape;
    private final int valueBytes;
    private final ByteBuffer[] parts;
    private final @Nullable Whole whole;
    private final @Nullable Floating floating;

    private TensorValues(Path file, String name, SafetensorsHeader.Tensor tensor, int valueBytes, ByteBuffer[] parts) {
        this.file = file;
        this.name = name;
        this.type = tensor.type();
        this.shape = tensor.shape();
        this.valueBytes = valueBytes;
        this.parts = parts;
        whole = WHOLE.get(type);
        floating = FLOATING.get(type);
    }

    static TensorValues map(Path file, String name, SafetensorsHeader.Tensor tensor, long dataBegin)
            throws IOException {
        long begin = dataBegin + tensor.begin();
        long bytes = tensor.end() - tensor.begin();
        ByteBuffer[] parts = new ByteBuffer[(int) ((bytes + PART_MASK) >> PART_BITS)];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int i = 0; i < parts.length; i++) {
                long from = (long) i << PART_BITS;
                parts[i] = channel.map(MapMode.READ_ONLY, begin + from, Math.min(1 << PART_BITS, bytes - from))
                        .order(ByteOrder.LITTLE_ENDIAN);
            }
        }
        long elements = StoredTensor.elementsOrNegative(tensor.shape());
        return new TensorValues(file, name, tensor, elements == 0 ? 1 : (int) (bytes / elements), parts);
    }

    public long[] shape() {
        return shape.clone();
    }

    /**
     * Returns these values if they are whole numbers in so many dimensions.
     *
     * @throws MalformedFileException if not
     */
    public TensorValues requireIntegers(int dimensions) {
        return require(WHOLE.keySet(), dimensions);
    }

    /**
     * Returns these values if they are of floating point, in so many dimensions.
     *
     * @throws MalformedFileException if not
     */
    public TensorValues requireFloats(int dimensions) {
        return require(FLOATING.keySet(), dimensions);
    }

    private TensorValues require(Set<String> types, int dimensions) {
        if (!types.contains(type) || shape.length != dimensions) {
            throw new MalformedFileException(
                    file,
                    "tensor " + Shown.plain(name) + " must have " + dimensions + " dimensions and a type of "
                            + types.stream().sorted().toList() + ", found " + Shown.plain(type)
                            + StoredTensor.shown(shape));
        }
        return this;
    }

    /** @throws IllegalStateException unless {@link #requireIntegers} lets these values pass */
    public long integer(long index) {
        if (whole == null) {
            throw new IllegalStateException(type + " is not a type of whole numbers");
        }
        return whole.at(part(index), place(index));
    }

    /**
     * May be NaN or infinite.
     *
     * @throws IllegalStateException unless {@link #requireFloats} lets these values pass
     */
    public float number(long index) {
        if (floating == null) {
            throw new IllegalStateException(type + " is not a type of floating point");
        }
        return floating.at(part(index), place(index));
    }

    private int place(long index) {
        return (int) (index * valueBytes) & PART_MASK;
    }

    private ByteBuffer part(long index) {
        return parts[(int) (index * valueBytes >> PART_BITS)];
    }
}
