package org.featurescope.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicNameTest {

    @Test
    void makesANameOfAFolder() {
        assertThat(PublicName.from("Pythia 70M (deduped)")).isEqualTo("pythia-70m-deduped");
        assertThat(PublicName.from("babel-4l")).isEqualTo("babel-4l");
    }

    @ParameterizedTest
    @ValueSource(strings = {"random", "api", "x.json", ".hidden", "Babel", "a b", ""})
    void refusesWhatCannotStandInAnAddress(String name) {
        assertThatThrownBy(() -> PublicName.require("the model name", name, "--model-name"))
                .hasMessageContaining("the model name")
                .hasMessageContaining("--model-name");
    }

    @Test
    void hookPointsKeepTheirTransformerLensNames() {
        assertThat(HookPoint.parse("blocks.11.mlp.hook_post")).isEqualTo(HookPoint.mlpPost(11));
        assertThat(HookPoint.mlpPost(11).name()).isEqualTo("blocks.11.mlp.hook_post");
        assertThat(HookPoint.parse("hook_embed")).isEqualTo(HookPoint.embed());
    }
}
