package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.featurescope.lm.SaeComparison.Difference;
import org.featurescope.lm.sae.SaeActivation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SAEs of every format compute what the library that wrote them computes. Each folder under {@code sae} that has a {@code
 * reference.json} holds an SAE as people publish it, what that library found for fixed inputs, and perhaps in {@code
 * options.json} what a person would add. tools/reference writes them.
 */
class SaeFormatIT {

    private static final Path FIXTURES = Path.of("src/test/resources/sae");

    /** Absolute; relative where a value exceeds 1. Differences come from the order of sums only. */
    private static final double TOLERANCE = 1e-4;

    static Stream<Path> folders() throws IOException {
        try (Stream<Path> files = Files.walk(FIXTURES)) {
            return files
                    .filter(file -> file.endsWith("reference.json"))
                    .map(Path::getParent)
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("folders")
    void computesWhatItsLibraryComputes(Path folder) {
        List<Difference> differences = SaeComparison.of(folder).differences();

        differences.forEach(difference -> System.out.println(FIXTURES.relativize(folder) + ": " + difference));
        assertThat(differences).isNotEmpty().allSatisfy(difference -> {
            assertThat(difference.latents()).isLessThan(TOLERANCE);
            assertThat(difference.reconstruction()).isLessThan(TOLERANCE);
            if (competes(difference.sae().activation())) {
                assertThat(difference.activeInOneOnly()).isZero();
            }
        });
    }

    /** Where latents compete, equal values are not enough: the same ones have to be chosen. */
    private static boolean competes(SaeActivation activation) {
        return activation instanceof SaeActivation.TopK || activation instanceof SaeActivation.GroupMax;
    }
}
