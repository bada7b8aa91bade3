package org.featurescope.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteBenchmarkIT {

    @Test
    void measuresPagesAndLeavesNothing(@TempDir Path folder) throws Exception {
        List<Figure> figures = new ArrayList<>();

        SiteBenchmark.run(new SiteBenchmark.Settings(64, 5, 2, 1, 1, folder), figures::add);

        assertThat(figures)
                .extracting(Figure::name)
                .startsWith(
                        "loading the features",
                        "HTML of a page, compressed",
                        "all that a first visit loads",
                        "warming up",
                        "compiling at its end, of one processor",
                        "queries of a page, at most",
                        "processor time of a page, web app",
                        "a page, connections always busy, median",
                        "a page, connections always busy, 99th of 100",
                        "a page, at half that rate, median",
                        "a page, at half that rate, 99th of 100",
                        "a page, one connection, median",
                        "a page, one connection, 99th of 100")
                .hasSize(14);
        assertThat(figures).allSatisfy(figure -> assertThat(figure.value()).isPositive());
        double html = figures.get(1).value();
        assertThat(figures.get(2).value()).as("style sheet and script too").isGreaterThan(html + 2);
        assertThat(figures.get(5).value())
                .as("a page asks for its run, evidence and texts")
                .isGreaterThan(3);
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }
}
