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
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A tensor where it lies in a file: its name, type and shape, and its bytes when they are asked for. */
public final class StoredTensor {

    /** The largest part that {@link #read} shows of a tensor that is not {@link #isMappedFp32}. */
    public static final int PART_BYTES = 1 << 28;

    /** Values that {@link #floats} and {@link #integers} copy to the heap: far more than any vector has. */
    private static final long MAX_HEAP_VALUES = 1 << 26;

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
     * Shows the bytes, row by row, in parts of whole values: direct, little-endian, valid during the call only unless {@link
     * #isMappedFp32}. An empty tensor has no part.
     *
     * @throws MalformedFileException if the file cannot be read, or not as it was when it was opened
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
        read(part -> parts.accept(target -> widen(part, target), part.remaining() / valueBytes()));
    }

    private int valueBytes() {
        return type.equals("F64") ? 8 : type.equals("F32") ? 4 : 2;
    }

    private void widen(ByteBuffer part, FloatBuffer target) {
        if (type.equals("F32")) {
            target.put(part.asFloatBuffer());
            return;
        }
        IntToFloat values = values(part);
        int count = part.remaining() / valueBytes();
        for (int i = 0; i < count; i++) {
            target.put(i, values.at(i));
        }
    }

    /** A value of a part, widened. */
    private interface IntToFloat {
        float at(int index);
    }

    private IntToFloat values(ByteBuffer part) {
        switch (type) {
            case "F32" -> {
                FloatBuffer floats = part.asFloatBuffer();
                return floats::get;
            }
            case "F64" -> {
                DoubleBuffer doubles = part.asDoubleBuffer();
                return i -> (float) doubles.get(i);
            }
            case "BF16" -> {
                ShortBuffer shorts = part.asShortBuffer();
                return i -> Float.intBitsToFloat(shorts.get(i) << 16); // a brain float is the upper half of an fp32
            }
            default -> {
                ShortBuffer shorts = part.asShortBuffer();
                return i -> HalfPrecision.half(shorts.get(i));
            }
        }
    }

    /**
     * All values, row by row, copied to the heap: for vectors, not for matrices.
     *
     * @throws MalformedFileException if the type is not of floating point, or a value is NaN or infinite
     */
    public float[] floats() {
        float[] values = new float[heapValues()];
        AtomicInteger done = new AtomicInteger();
        readFloats((part, count) -> part.accept(
                FloatBuffer.wrap(values, done.getAndAdd(count), count).slice()));
        for (float value : values) {
            if (!Float.isFinite(value)) {
                requireFinite();
            }
        }
        return values;
    }

    private int heapValues() {
        if (elements() > MAX_HEAP_VALUES) {
            throw new MalformedFileException(
                    file,
                    "tensor " + Shown.plain(name) + " has " + elements() + " values; one that is no matrix has at most "
                            + MAX_HEAP_VALUES);
        }
        return (int) elements();
    }

    /**
     * Looks at each value. Slow; a sum over all values, finite, shows the same sooner.
     *
     * @throws MalformedFileException if one is NaN or infinite, or beyond the range of fp32
     */
    public void requireFinite() {
        requireFloats();
        AtomicLong done = new AtomicLong();
        read(part -> {
            IntToFloat values = values(part);
            int count = part.remaining() / valueBytes();
            for (int i = 0; i < count; i++) {
                if (!Float.isFinite(values.at(i))) {
                    throw notFinite(done.get() + i, values.at(i));
                }
            }
            done.addAndGet(count);
        });
    }

    private MalformedFileException notFinite(long index, float value) {
        long[] position = shape.clone();
        long rest = index;
        for (int i = shape.length - 1; i >= 0; i--) {
            position[i] = rest % shape[i];
            rest /= shape[i];
        }
        return new MalformedFileException(
                file,
                "tensor " + Shown.plain(name) + " holds " + value + " at " + Arrays.toString(position)
                        + "; such weights cannot be run: download or save them again");
    }

    /** All values of a tensor of type I32, copied to the heap. */
    public int[] integers() {
        if (!type.equals("I32")) {
            throw wrongType(Set.of("I32"));
        }
        int[] values = new int[heapValues()];
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
                file, "tensor " + Shown.plain(name) + " is of type " + Shown.plain(type) + "; supported: " + supported);
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
        return Shown.plain(name) + " " + Shown.plain(type) + shown(shape);
    }
}
