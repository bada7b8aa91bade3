package org.featurescope.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndexBenchmarkIT {

    private static final Path DEMO = Path.of("../demo");

    @Test
    void measuresNeuronsAndLatentsOfTheDemo() {
        List<Figure> figures = new ArrayList<>();
        IndexBenchmark.Settings settings = new IndexBenchmark.Settings(
                DEMO.resolve("babel-4l"),
                List.of(DEMO.resolve("babel-4l/saes/resid-post-2-topk")),
                DEMO.resolve("corpus/law-fr.txt"),
                300,
                200,
                0,
                64,
                4,
                1,
                1,
                null,
                Path.of("unused"),
                Path.of("target/native").toAbsolutePath());

        IndexBenchmark.run(settings, figures::add);

        assertThat(figures)
                .extracting(Figure::name)
                .containsExactly(
                        "neurons, beside the whole pass",
                        "neurons, beside the whole pass, CPU",
                        "neurons, beside the pass cut off",
                        "neurons, beside the pass cut off, CPU",
                        "latents, beside the whole pass and encoders",
                        "latents, beside the whole pass and encoders, CPU",
                        "latents, beside the pass cut off and encoders",
                        "latents, beside the pass cut off and encoders, CPU");
        assertThat(figures)
                .extracting(Figure::bar)
                .containsExactly("<= 1.15", null, null, null, "<= 1.2", null, null, null);
        assertThat(figures).allSatisfy(figure -> assertThat(figure.ratio()).isPositive());
    }
}
