package org.featurescope.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/** The largest resident memory of a process so far, where the system tells: on Linux. */
final class ProcessMemory {

    private ProcessMemory() {}

    static OptionalLong peakBytes(long pid) {
        Path status = Path.of("/proc", String.valueOf(pid), "status");
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
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
