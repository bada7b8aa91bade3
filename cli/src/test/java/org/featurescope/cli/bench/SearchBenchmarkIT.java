package org.featurescope.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchBenchmarkIT {

    @Test
    void measuresSearchesAndLeavesNothing(@TempDir Path folder) throws Exception {
        List<Figure> figures = new ArrayList<>();

        SearchBenchmark.run(new SearchBenchmark.Settings(40, 5, 100, 1, folder), figures::add);

        assertThat(figures).hasSize(14);
        assertThat(figures)
                .extracting(Figure::name)
                .contains("a word, 95th of 100", "a token at peaks, 95th of 100", "a phrase, 95th of 100");
        assertThat(figures).allSatisfy(figure -> assertThat(figure.value()).isPositive());
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
