package org.featurescope.pipeline.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.core.evidence.SourceShape;
import org.junit.jupiter.api.Test;

class LabelMemoryTest {

    private static final long HEAP = 4_000_000_000L;
    private static final List<SourceShape> NEURONS = List.of(new SourceShape(36_864, true, false));
    private static final List<SourceShape> LATENTS = List.of(new SourceShape(36_864, false, false));
    private static final EvidenceSettings SETTINGS = EvidenceSettings.DEFAULT;

    private static final class Remarks implements ScanProgress {
        private final List<String> sentences = new ArrayList<>();

        @Override
        public void scanned(long tokens, double share) {}

        @Override
        public void remark(String sentence) {
            sentences.add(sentence);
        }
    }

    private final Remarks remarks = new Remarks();
    private final LabelMemory memory = new LabelMemory(HEAP, remarks);

    @Test
    void saysNothingOfAFewLabels() {
        memory.check(39, NEURONS, SETTINGS, 128);

        assertThat(remarks.sentences).isEmpty();
    }

    @Test
    void tellsOnceThatManyLabelsTakeMuch() {
        for (int labels = 1; labels <= 100; labels++) {
            memory.check(labels, NEURONS, SETTINGS, 128);
        }

        // 40 or more labels · 36,864 · (2 · (88 + 192) + 120) bytes exceed a quarter of the heap
        assertThat(remarks.sentences)
                .singleElement()
                .asString()
                .startsWith(
                        "40 labels of 36,864 features may take up to 1.0 GB of memory, of which the program has 4.0 GB")
                .contains("--label-top 0")
                .endsWith("need less.");
    }

    @Test
    void refusesLabelsThatWillNotFit() {
        assertThatThrownBy(() -> memory.check(300, NEURONS, SETTINGS, 128))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("300 labels of 36,864 features need 7.5 GB of memory, of which the program has")
                .hasMessageContaining("--label-top 0")
                .hasMessageContaining("--restart")
                .hasMessageEndingWith("JAVA_TOOL_OPTIONS=-Xmx10g");
    }

    @Test
    void withoutExamplesByLabelMoreFits() {
        EvidenceSettings none = new EvidenceSettings(20, 11, 5, 10, 0, 0);

        assertThatCode(() -> memory.check(300, NEURONS, none, 128)).doesNotThrowAnyException();
        assertThat(remarks.sentences).singleElement().asString().doesNotContain("--label-top");
    }

    @Test
    void latentsMayBeSilentSoTheyAreNotRefused() {
        assertThatCode(() -> memory.check(300, LATENTS, SETTINGS, 128)).doesNotThrowAnyException();
        assertThat(remarks.sentences).singleElement().asString().contains("may take up to 7.5 GB");
    }
}
