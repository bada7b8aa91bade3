package org.featurescope.lm.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Inputs that once reached something new, or broke something: each is read, or refused with a sentence. */
class FuzzReplayTest {

    @ParameterizedTest
    @EnumSource
    void readsOrRefusesEveryInputThatWasKept(FuzzTarget target) throws IOException {
        List<Path> kept = target.kept();
        assertThat(kept).isNotEmpty();
        for (Path input : kept) {
            run(target, Files.readAllBytes(input), input.toString());
        }
    }

    @ParameterizedTest
    @EnumSource
    void readsOrRefusesTheFixtures(FuzzTarget target) throws IOException {
        List<byte[]> seeds = Seeds.of(target.word());
        assertThat(seeds).isNotEmpty();
        int read = 0;
        for (int i = 0; i < seeds.size(); i++) {
            long refused = Refusal.refused();
            run(target, seeds.get(i), "seed " + i);
            read += Refusal.refused() == refused ? 1 : 0;
        }
        assertThat(read).as("seeds of which all is read").isGreaterThan(seeds.size() / 3);
    }

    private static void run(FuzzTarget target, byte[] input, String what) {
        try {
            target.run(input);
        } catch (RuntimeException | Error e) {
            throw new AssertionError(what + ": " + e, e);
        }
    }
}
