package org.featurescope.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.featurescope.core.HookPoint;
import org.junit.jupiter.api.Test;

class HookPatternTest {

    private static final List<HookPoint> KNOWN = List.of(
            HookPoint.embed(),
            HookPoint.attnZ(0),
            HookPoint.mlpPost(0),
            HookPoint.residPost(0),
            HookPoint.mlpPost(1),
            HookPoint.mlpPost(10),
            HookPoint.logits());

    @Test
    void aStarStandsForAnyCharacters() {
        assertThat(HookPattern.matching("blocks.*.mlp.hook_post", KNOWN))
                .containsExactly(HookPoint.mlpPost(0), HookPoint.mlpPost(1), HookPoint.mlpPost(10));
        assertThat(HookPattern.matching("blocks.0.*", KNOWN))
                .containsExactly(HookPoint.attnZ(0), HookPoint.mlpPost(0), HookPoint.residPost(0));
        assertThat(HookPattern.matching("*embed", KNOWN)).containsExactly(HookPoint.embed());
    }

    @Test
    void everythingElseStandsForItself() {
        assertThat(HookPattern.matching("blocks.1.mlp.hook_post", KNOWN)).containsExactly(HookPoint.mlpPost(1));
        assertThatThrownBy(() -> HookPattern.matching("blocks.1.mlp?hook_post", KNOWN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HookPattern.matching("\\E.*", KNOWN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void logitsAreNoFeatures() {
        assertThat(HookPattern.matching("*", KNOWN)).hasSize(6).doesNotContain(HookPoint.logits());
        assertThatThrownBy(() -> HookPattern.matching("logits", KNOWN)).hasMessageContaining("they are predictions");
    }

    @Test
    void whatMatchesNothingIsRefusedWithNearNames() {
        assertThatThrownBy(() -> HookPattern.matching("blocks.*.hook_resid_pst", KNOWN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--hooks \"blocks.*.hook_resid_pst\" matches no hook point of this model; near:"
                        + " blocks.*.hook_resid_post, blocks.0.hook_resid_post, ");
    }
}
