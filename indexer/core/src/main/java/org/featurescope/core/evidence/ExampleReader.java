package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.featurescope.core.evidence.Example.Repeat;

/** Reads what {@link ExampleWriter} wrote; groups share activations as before. */
final class ExampleReader {

    private final DataInput in;
    private final List<byte[]> known = new ArrayList<>();

    ExampleReader(DataInput in) {
        this.in = in;
    }

    Example read() throws IOException {
        return new Example(in.readLong(), in.readInt(), readPeak(), readActivations());
    }

    Example readWithRepeats(int maxRepeats) throws IOException {
        Example example = read();
        int count = EvidenceState.readCount(in, "repeats", maxRepeats);
        List<Repeat> repeats = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            repeats.add(new Repeat(in.readLong(), in.readInt(), readPeak()));
        }
        return example.withRepeats(repeats);
    }

    private float readPeak() throws IOException {
        float peak = in.readFloat();
        if (!Float.isFinite(peak)) {
            throw EvidenceState.damaged("a peak must be finite, got " + peak);
        }
        return peak;
    }

    private byte[] readActivations() throws IOException {
        int number = EvidenceState.readCount(in, "activations before", known.size());
        if (number != ExampleWriter.NEW) {
            return known.get(number - 1);
        }
        byte[] activations = EvidenceState.readBytes(in, EvidenceState.readCount(in, "bytes", Integer.MAX_VALUE));
        known.add(activations);
        return activations;
    }
}
