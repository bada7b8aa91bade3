package org.featurescope.pipeline.scan;

import java.time.Duration;

/** Tells apart where the time of a scan goes: forward pass, encoders, evidence. Inner times are taken off outer ones. */
final class ScanClock {

    private final long start = System.nanoTime();
    private long modelNanos;
    private long encodingNanos;
    private long collectingNanos;

    /** Everything that happens while the model runs. */
    void running(Runnable step) {
        modelNanos += nanosOf(step);
    }

    /** An encoder's work, within {@link #running}. */
    void encoding(Runnable step) {
        long before = collectingNanos;
        encodingNanos += nanosOf(step) - (collectingNanos - before);
    }

    /** A collector's work, within one of the others. */
    void collecting(Runnable step) {
        collectingNanos += nanosOf(step);
    }

    private static long nanosOf(Runnable step) {
        long start = System.nanoTime();
        step.run();
        return System.nanoTime() - start;
    }

    ScanTimes times() {
        return new ScanTimes(
                Duration.ofNanos(System.nanoTime() - start),
                Duration.ofNanos(modelNanos - encodingNanos - collectingNanos),
                Duration.ofNanos(encodingNanos),
                Duration.ofNanos(collectingNanos));
    }
}
