package org.featurescope.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakBenchmarkIT {

    @Test
    void asksForEverythingAndLeavesNothing(@TempDir Path folder) throws Exception {
        List<String> progress = new ArrayList<>();

        SoakBenchmark.Result result =
                SoakBenchmark.run(new SoakBenchmark.Settings(5, 3, 64, null, folder), progress::add);

        SoakTally.Row all = result.rows().get(result.rows().size() - 1);
        assertThat(result.failures()).isEmpty();
        assertThat(all.failed()).isZero();
        assertThat(all.requests())
                .as("one of each connection in each of three parts")
                .isGreaterThanOrEqualTo(9);
        assertThat(all.requests()).isEqualTo(all.good() + all.elsewhere() + all.faulty() + all.refused());
        assertThat(result.memory())
                .hasSize(3)
                .allSatisfy(memory -> assertThat(memory.heapBytes()).isPositive());
        assertThat(progress).hasSize(3);
        assertThat(SoakTable.of(result)).contains("| page |", "| all |", "memory at the end:");
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
