package org.featurescope.cli.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command that was run to its end in a process of its own.
 *
 * @param peakMegabytes its largest resident memory, without that of its children; 0 where the system does not tell
 */
record MeasuredProcess(double seconds, double cpuSeconds, double peakMegabytes) {

    private static final int POLL_MILLIS = 100;

    /**
     * @param name of the command, for messages
     * @throws IllegalArgumentException if it fails
     */
    static MeasuredProcess of(String name, List<String> command) throws IOException {
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long peak = 0;
        Duration cpu = Duration.ZERO;
        try {
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, ProcessMemory.peakBytes(process.pid()).orElse(0));
                cpu = process.info().totalCpuDuration().orElse(cpu);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while `" + name + "` ran", e);
        }
        if (process.exitValue() != 0) {
            throw new IllegalArgumentException("`" + name + "` failed; what it printed stands above");
        }
        return new MeasuredProcess((System.nanoTime() - start) / 1e9, cpu.toMillis() / 1e3, peak / 1e6);
    }
}
