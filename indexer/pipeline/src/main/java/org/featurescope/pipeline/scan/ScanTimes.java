package org.featurescope.pipeline.scan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;

/**
 * Where the time of a scan went, over all starts of a run.
 *
 * @param forward the part that went into the model
 * @param encoding the part that went into SAEs, their reconstructions included
 * @param collecting the part that went into evidence
 */
public record ScanTimes(Duration elapsed, Duration forward, Duration encoding, Duration collecting) {

    static final ScanTimes NONE = new ScanTimes(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    ScanTimes plus(ScanTimes more) {
        return new ScanTimes(
                elapsed.plus(more.elapsed),
                forward.plus(more.forward),
                encoding.plus(more.encoding),
                collecting.plus(more.collecting));
    }

    void write(DataOutput out) throws IOException {
        for (Duration one : new Duration[] {elapsed, forward, encoding, collecting}) {
            out.writeLong(one.toNanos());
        }
    }

    static ScanTimes read(DataInput in) throws IOException {
        return new ScanTimes(nanos(in), nanos(in), nanos(in), nanos(in));
    }

    private static Duration nanos(DataInput in) throws IOException {
        return Duration.ofNanos(in.readLong());
    }
}
