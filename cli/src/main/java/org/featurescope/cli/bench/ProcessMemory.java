package org.featurescope.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/** The resident memory of a process, where the system tells: on Linux. */
final class ProcessMemory {

    private ProcessMemory() {}

    /** The largest so far. */
    static OptionalLong peakBytes(long pid) {
        return bytes(pid, "VmHWM:");
    }

    /** What is resident now. */
    static OptionalLong residentBytes(long pid) {
        return bytes(pid, "VmRSS:");
    }

    private static OptionalLong bytes(long pid, String what) {
        Path status = Path.of("/proc", String.valueOf(pid), "status");
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith(what))
                    .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException e) { // another system, or the process has ended
            return OptionalLong.empty();
        }
    }

    /** That of this process, as {@code peakBytes}. */
    static void addPeak(Map<String, Object> answer) {
        peakBytes(ProcessHandle.current().pid()).ifPresent(bytes -> answer.put("peakBytes", bytes));
    }
}
