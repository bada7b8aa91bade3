package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.ReferenceComparison.Difference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models reproduce the logits and activations that other software recorded, in fp32. Give more folders with
 * {@code -Dreference.models=DIR,DIR}; each holds {@code reference.safetensors} and {@code reference.json}.
 */
class ReferenceIT {

    /** Absolute; relative where a value exceeds 1. Differences come from the order of sums only. */
    private static final double TOLERANCE = 1e-4;

    static Stream<Path> models() {
        Stream<Path> given = Optional.ofNullable(System.getProperty("reference.models")).stream()
                .flatMap(list -> Stream.of(list.split(",")))
                .map(Path::of);
        return Stream.concat(
                Stream.of(
                        Path.of("../../demo/babel-4l"),
                        Path.of("src/test/resources/tiny-llama"),
                        Path.of("src/test/resources/tiny-gpt2-sharded")),
                given);
    }

    @ParameterizedTest
    @MethodSource("models")
    void reproducesLogitsAndEveryRecordedHook(Path folder) {
        ReferenceComparison comparison = ReferenceComparison.of(folder);

        List<Difference> alone = comparison.oneByOne();
        List<Difference> together = comparison.inOneBatch();

        report(folder, "alone", alone);
        report(folder, "in one batch", together);
        assertThat(alone).isNotEmpty().hasSameSizeAs(together);
        assertThat(alone)
                .allSatisfy(difference -> assertThat(difference.largest()).isLessThan(TOLERANCE));
        assertThat(together)
                .allSatisfy(difference -> assertThat(difference.largest()).isLessThan(TOLERANCE));
    }

    @ParameterizedTest
    @MethodSource("models")
    void tokenizesTheReferenceTextsToTheSameIds(Path folder) {
        ReferenceComparison.of(folder).texts().forEach(text -> {
            try (Tokenizer tokenizer = ModelFolder.open(folder).tokenizer()) {
                assertThat(tokenizer.addsBos()).isTrue();
                int[] ids = new int[text.inputIds().length];
                ids[0] = tokenizer.bosToken().orElseThrow();
                int[] encoded = tokenizer.encode(text.text());
                System.arraycopy(encoded, 0, ids, 1, encoded.length);
                assertThat(ids).isEqualTo(text.inputIds());
            }
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    void showsEveryHookPointOfTheFolderInItsOrderAndWidth(Path folder) {
        Map<HookPoint, Integer> shown = new LinkedHashMap<>();
        TokenBatch batch = new TokenBatch(List.of(new TokenContext(0, new int[] {1, 2, 3}, new boolean[3])));
        ModelFolder opened = ModelFolder.open(folder);
        try (HookedModel model = opened.load("cpu")) {
            model.run(
                    batch,
                    model.hookPoints().keySet(),
                    (point, activations) -> shown.put(point, activations.features()));
        }

        assertThat(shown).containsExactlyEntriesOf(opened.hookPoints());
    }

    private static void report(Path folder, String how, List<Difference> differences) {
        Difference worst = differences.stream()
                .max((a, b) -> Double.compare(a.largest(), b.largest()))
                .orElseThrow();
        System.out.printf(
                "%s, texts %s: %d tensors, largest difference %.2e at %s%n",
                folder.getFileName(), how, differences.size(), worst.largest(), worst.tensor());
    }
}
