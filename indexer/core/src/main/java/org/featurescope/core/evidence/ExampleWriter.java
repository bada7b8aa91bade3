package org.featurescope.core.evidence;

import java.io.DataOutput;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.featurescope.core.evidence.Example.Repeat;

/** Writes examples of the features of a range. Activations that several groups share are written once. */
final class ExampleWriter {

    /** In place of the number of activations that were written before. */
    static final int NEW = 0;

    private final DataOutput out;
    private final LongConsumer contexts;
    private final Map<byte[], Integer> numbers = new IdentityHashMap<>();

    ExampleWriter(DataOutput out) {
        this(out, context -> {});
    }

    /** @param contexts is told the context of each example and of each repeat */
    ExampleWriter(DataOutput out, LongConsumer contexts) {
        this.out = out;
        this.contexts = contexts;
    }

    /** Without its repeats. */
    void write(Example example) throws IOException {
        contexts.accept(example.context());
        out.writeLong(example.context());
        out.writeInt(example.peakPosition());
        out.writeFloat(example.peak());
        writeActivations(example.activations());
    }

    void writeWithRepeats(Example example) throws IOException {
        write(example);
        out.writeInt(example.repeats().size());
        for (Repeat repeat : example.repeats()) {
            contexts.accept(repeat.context());
            out.writeLong(repeat.context());
            out.writeInt(repeat.peakPosition());
            out.writeFloat(repeat.peak());
        }
    }

    private void writeActivations(byte[] activations) throws IOException {
        Integer known = numbers.putIfAbsent(activations, numbers.size() + 1);
        out.writeInt(known == null ? NEW : known);
        if (known == null) {
            out.writeInt(activations.length);
            out.write(activations);
        }
    }
}
