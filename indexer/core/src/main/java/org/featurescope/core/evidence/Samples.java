package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.LongUnaryOperator;

/** Contexts of one feature that are, or may become, part of a sample; smallest priority first. */
final class Samples {

    private static final int FIRST_CAPACITY = 4;

    /** Room that is made with the first sample. */
    private final int firstCapacity;

    private long[] priorities = new long[0];
    /** Of the examples: beside them, since they are looked at far more often. */
    private float[] peaks = new float[0];

    private Example[] examples = new Example[0];
    private int size;

    Samples() {
        this(FIRST_CAPACITY);
    }

    /** @param mostly how many there usually will be */
    Samples(int mostly) {
        firstCapacity = mostly;
    }

    int size() {
        return size;
    }

    long priority(int i) {
        return priorities[i];
    }

    float peak(int i) {
        return peaks[i];
    }

    Example example(int i) {
        return examples[i];
    }

    List<Example> examples() {
        return List.of(Arrays.copyOf(examples, size));
    }

    void add(long priority, Example example) {
        if (size == priorities.length) {
            int capacity = Math.max(firstCapacity, size + size / 2);
            priorities = Arrays.copyOf(priorities, capacity);
            peaks = Arrays.copyOf(peaks, capacity);
            examples = Arrays.copyOf(examples, capacity);
        }
        int at = size;
        while (at > 0 && priority < priorities[at - 1]) {
            at--;
        }
        System.arraycopy(priorities, at, priorities, at + 1, size - at);
        System.arraycopy(peaks, at, peaks, at + 1, size - at);
        System.arraycopy(examples, at, examples, at + 1, size - at);
        priorities[at] = priority;
        peaks[at] = example.peak();
        examples[at] = example;
        size++;
    }

    /** @param kept is asked for each sample once, in order */
    void keep(IntPredicate kept) {
        int left = 0;
        for (int i = 0; i < size; i++) {
            if (kept.test(i)) {
                priorities[left] = priorities[i];
                peaks[left] = peaks[i];
                examples[left++] = examples[i];
            }
        }
        if (left < size) {
            Arrays.fill(examples, left, size, examples[0]); // lets go of the others
            size = left;
        }
    }

    void write(DataOutput out, ExampleWriter writer) throws IOException {
        out.writeInt(size);
        for (int i = 0; i < size; i++) {
            writer.write(examples[i]);
        }
    }

    /** @param priority of a context id */
    void read(DataInput in, ExampleReader reader, LongUnaryOperator priority) throws IOException {
        int count = EvidenceState.readCount(in, "samples", Integer.MAX_VALUE);
        for (int i = 0; i < count; i++) {
            Example example = reader.read();
            add(priority.applyAsLong(example.context()), example);
        }
    }
}
