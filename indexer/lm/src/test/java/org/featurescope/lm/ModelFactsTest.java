package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelFactsTest {

    private static final Path FIXTURES = Path.of("src/test/resources");

    @Test
    void countsTheValuesOfEveryFileByType() {
        ModelFolder model = ModelFolder.open(FIXTURES.resolve("tiny-gpt2-sharded"));
        ModelFacts facts = model.facts();

        assertThat(facts.files()).isEqualTo(2);
        assertThat(facts.values()).containsOnlyKeys("BF16", "F16");
        assertThat(facts.parameters()).isEqualTo(model.parameters());
        assertThat(facts.bytesInMemory()).isEqualTo(4 * model.parameters());
        assertThat(facts.fileBytes()).isGreaterThan(2 * model.parameters());
        assertThat(facts.tiedHead()).isTrue();
    }

    @Test
    void aPlainModelHasNoRemark() {
        assertThat(ModelFolder.open(Path.of("../../demo/babel-4l")).facts().remarks())
                .isEmpty();
    }

    @Test
    void tellsWhatSetsAModelApart() {
        Map<String, String> remarks = Map.of(
                "tiny-llama", "heads × d_head is",
                "tiny-gemma2", "logits are soft-capped (final_logit_softcapping = ",
                "tiny-gpt-neox", "only this share of each head turns with the position",
                "tiny-llama-scaled", "rotary positions are scaled (rope_type = ",
                "tiny-qwen3", "queries and keys are normalised",
                "tiny-mistral", "attention sees a window of ",
                "tiny-gpt2-scaled", "attention scores are divided by the layer's number");

        remarks.forEach((folder, remark) -> assertThat(
                        ModelFolder.open(FIXTURES.resolve(folder)).facts().remarks())
                .as(folder)
                .anyMatch(text -> text.startsWith(remark)));
    }

    @Test
    void anUntiedHeadIsSeen() {
        assertThat(ModelFolder.open(FIXTURES.resolve("tiny-llama")).facts().tiedHead())
                .isFalse();
    }
}
