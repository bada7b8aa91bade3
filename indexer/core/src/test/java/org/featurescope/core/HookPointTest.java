package org.featurescope.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HookPointTest {

    @ParameterizedTest
    @ValueSource(strings = {"hook_embed", "blocks.0.hook_resid_pre", "blocks.11.attn.hook_z", "logits"})
    void readsTheNameThatItWrites(String name) {
        assertThat(HookPoint.parse(name).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"blocks.1.ln2.hook\normalized", "blocks.1. mlp", "hook_\u00e9", "\u0007"})
    void refusesWhatNoHookPointIsCalled(String name) {
        assertThatThrownBy(() -> HookPoint.parse(name))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(refusal -> assertThat(refusal.getMessage()).matches("[ -~]+"));
    }

    @Test
    void refusesAnEmptyName() {
        assertThatThrownBy(() -> HookPoint.parse("")).hasMessageContaining("must not be empty");
    }
}
