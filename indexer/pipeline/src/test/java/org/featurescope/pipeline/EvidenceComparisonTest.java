package org.featurescope.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.FeatureStatistics;
import org.featurescope.core.evidence.GroupKind;
import org.junit.jupiter.api.Test;

class EvidenceComparisonTest {

    private static FeatureStatistics statistics(double mean, long active) {
        return new FeatureStatistics(active, 2, 3f, -1f, mean, 0.5, null, 3.0);
    }

    private static ExampleGroup group(byte activation, Example... more) {
        Example example = new Example(7, 1, 2.5f, new byte[] {1, activation});
        return new ExampleGroup(
                GroupKind.TOP, 0, 0, 3, 10, 4, more.length == 0 ? List.of(example) : List.of(example, more[0]));
    }

    @Test
    void namesTheFieldAndBothValues() {
        EvidenceComparison.Outcome outcome = EvidenceComparison.of(statistics(0.25, 4), statistics(0.25, 5));

        assertThat(outcome.fields()).isEqualTo(8);
        assertThat(outcome.differences()).containsExactly("activeTokens is 4, computed anew it is 5");
    }

    @Test
    void forgivesTheLastBitsOfSumsAlone() {
        assertThat(EvidenceComparison.of(statistics(0.25, 4), statistics(0.25 * (1 + 1e-12), 4))
                        .differences())
                .isEmpty();
        assertThat(EvidenceComparison.of(statistics(0.25, 4), statistics(0.25 * (1 + 1e-6), 4))
                        .differences())
                .hasSize(1);
        assertThat(EvidenceComparison.of(statistics(Double.NaN, 4), statistics(0.25, 4))
                        .differences())
                .hasSize(1);
    }

    @Test
    void looksIntoListsAndBytes() {
        assertThat(EvidenceComparison.of(group((byte) 1), group((byte) 1)).differences())
                .isEmpty();
        assertThat(EvidenceComparison.of(group((byte) 1), group((byte) 2)).differences())
                .containsExactly("examples[0].activations is [1, 1], computed anew it is [1, 2]");
        assertThat(EvidenceComparison.of(group((byte) 1), group((byte) 1, new Example(8, 0, 1f, new byte[1])))
                        .differences())
                .contains("examples.size is 1, computed anew it is 2")
                .contains("examples[1].context is not there, computed anew it is 8");
    }
}
