package org.featurescope.cli.bench;

import java.util.Locale;

/** What a load of a site came to, for a person: in Markdown, a line for each kind of request. */
public final class SoakTable {

    private SoakTable() {}

    public static String of(SoakBenchmark.Result result) {
        StringBuilder table = new StringBuilder(
                "| request | number | 2xx | 3xx | 4xx | 429 | failed | median, ms | 95 % | 99 % |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        for (SoakTally.Row row : result.rows()) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,d | %,d | %,d | %,d | %,d | %.3g | %.3g | %.3g |%n",
                    row.kind(),
                    row.requests(),
                    row.good(),
                    row.elsewhere(),
                    row.faulty(),
                    row.refused(),
                    row.failed(),
                    1e3 * row.p50(),
                    1e3 * row.p95(),
                    1e3 * row.p99()));
        }
        long requests = result.rows().get(result.rows().size() - 1).requests();
        table.append(String.format(
                Locale.ROOT, "%n%,.0f s, %.1f requests/s%n", result.seconds(), requests / result.seconds()));
        for (SoakBenchmark.Memory memory : result.memory()) {
            table.append(String.format(
                    Locale.ROOT,
                    "memory at the %s: %.1f MB of heap in use, %.0f MB resident%n",
                    memory.when(),
                    memory.heapBytes() / 1e6,
                    memory.residentBytes() / 1e6));
        }
        result.failures()
                .forEach(failure -> table.append("failed: ").append(failure).append(System.lineSeparator()));
        return table.toString();
    }
}
