package org.featurescope.lm.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A tensor where it lies in a file: its name, type and shape, and its bytes when they are asked for. */
public final class StoredTensor {

    /** The largest part that {@link #read} shows. */
    public static final int PART_BYTES = 1 << 30;

    private static final Set<String> FLOATING = new TreeSet<>(Set.of("F32", "F16", "BF16", "F64"));

    /** How the bytes are read; the file knows. */
    interface Bytes {
        void read(Consumer<ByteBuffer> parts);
    }

    private final Path file;
    private final String name;
    private final String type;
    private final long[] shape;
    private final boolean lasting;
    private final Bytes bytes;

    /**
     * @param lasting whether the one part that holds all of it stays valid after {@link #read}, and begins at a multiple of
     *     the size of a value
     */
    StoredTensor(Path file, String name, String type, long[] shape, boolean lasting, Bytes bytes) {
        this.file = file;
        this.name = name;
        this.type = type;
        this.shape = shape;
        this.lasting = lasting;
        this.bytes = bytes;
    }

    public Path file() {
        return file;
    }

    public String name() {
        return name;
    }

    /** As safetensors spells it: {@code F32}, {@code F16}, {@code BF16}, {@code F64}, {@code I32} … */
    public String type() {
        return type;
    }

    public long[] shape() {
        return shape.clone();
    }

    /** Number of values. */
    public long elements() {
        return elementsOrNegative(shape);
    }

    /** Number of values; −1 if a dimension is negative or the number is beyond a long. */
    static long elementsOrNegative(long[] shape) {
        long elements = 1;
        for (long dimension : shape) {
            if (dimension < 0 || Math.multiplyHigh(elements, dimension) != 0 || elements * dimension < 0) {
                return -1;
            }
            elements *= dimension;
        }
        return elements;
    }

    /** A shape as messages show it, cut after some dimensions. */
    static String shown(long[] shape) {
        return Shown.plain(Arrays.toString(shape));
    }

    /**
     * Shows the bytes, row by row, in parts of at most {@link #PART_BYTES} of whole values: direct, little-endian, valid during the
     * call only, and mapped where the file allows it. An empty tensor has no part.
     */
    public void read(Consumer<ByteBuffer> parts) {
        bytes.read(part -> parts.accept(part.order(ByteOrder.LITTLE_ENDIAN)));
    }

    /** Whether {@link #read} shows all of it at once, as fp32, in a mapping that lasts as long as its buffer is referred to. */
    public boolean isMappedFp32() {
        return lasting && type.equals("F32") && elements() > 0;
    }

    /** Takes values widened to fp32. */
    @FunctionalInterface
    public interface FloatParts {
        /**
         * One part, in order.
         *
         * @param values writes them into the buffer it is given
         * @param count of the part's values
         */
        void accept(Consumer<FloatBuffer> values, int count);
    }

    /**
     * Shows the values, row by row, widened to fp32.
     *
     * @throws MalformedFileException if the type is not of floating point
     */
    public void readFloats(FloatParts parts) {
        requireFloats();
        int valueBytes = type.equals("F64") ? 8 : type.equals("F32") ? 4 : 2;
        read(part -> parts.accept(target -> widen(part, target), part.remaining() / valueBytes));
    }

    private void widen(ByteBuffer part, FloatBuffer target) {
        switch (type) {
            case "F32" -> target.put(part.asFloatBuffer());
            case "F64" -> {
                DoubleBuffer doubles = part.asDoubleBuffer();
                for (int i = 0; i < doubles.remaining(); i++) {
                    target.put(i, (float) doubles.get(i));
                }
            }
            default -> {
                ShortBuffer shorts = part.asShortBuffer();
                boolean brain = type.equals("BF16");
                for (int i = 0; i < shorts.remaining(); i++) {
                    short bits = shorts.get(i);
                    // a brain float is the upper half of an fp32
                    target.put(i, brain ? Float.intBitsToFloat(bits << 16) : HalfPrecision.half(bits));
                }
            }
        }
    }

    /**
     * All values, row by row, copied to the heap: for vectors, not for matrices.
     *
     * @throws MalformedFileException if the type is not of floating point
     */
    public float[] floats() {
        float[] values = new float[Math.toIntExact(elements())];
        AtomicInteger done = new AtomicInteger();
        readFloats((part, count) -> part.accept(
                FloatBuffer.wrap(values, done.getAndAdd(count), count).slice()));
        return values;
    }

    /** All values of a tensor of type I32, copied to the heap. */
    public int[] integers() {
        if (!type.equals("I32")) {
            throw wrongType(Set.of("I32"));
        }
        int[] values = new int[Math.toIntExact(elements())];
        IntBuffer target = IntBuffer.wrap(values);
        read(part -> target.put(part.asIntBuffer()));
        return values;
    }

    /** Returns this tensor if its values are of floating point. */
    public StoredTensor requireFloats() {
        if (!FLOATING.contains(type)) {
            throw wrongType(FLOATING);
        }
        return this;
    }

    private MalformedFileException wrongType(Set<String> supported) {
        return new MalformedFileException(
                file, "tensor " + Shown.plain(name) + " is of type " + type + "; supported: " + supported);
    }

    /**
     * Returns this tensor if it has the expected shape.
     *
     * @param expected what the configuration asks for
     * @throws MalformedFileException if not
     */
    public StoredTensor require(long... expected) {
        if (!Arrays.equals(shape, expected)) {
            throw new MalformedFileException(
                    file,
                    "tensor " + Shown.plain(name) + " has shape " + shown(shape) + ", the configuration asks for "
                            + Arrays.toString(expected));
        }
        return this;
    }

    @Override
    public String toString() {
        return name + " " + type + Arrays.toString(shape);
    }
}
