package org.featurescope.web.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LinksTest {

    @Test
    void addressesAreThoseOfTheDocumentation() {
        assertThat(Links.home()).isEqualTo("/");
        assertThat(Links.homeJson()).isEqualTo("/index.json");
        assertThat(Links.model("m.1")).isEqualTo("/m.1");
        assertThat(Links.modelJson("m.1")).isEqualTo("/m.1.json");
        assertThat(Links.source("m", "2-mlp")).isEqualTo("/m/2-mlp");
        assertThat(Links.sourceJson("m", "2-mlp")).isEqualTo("/m/2-mlp.json");
        assertThat(Links.feature("m", "2-mlp", 7)).isEqualTo("/m/2-mlp/7");
        assertThat(Links.featureJson("m", "2-mlp", 7)).isEqualTo("/m/2-mlp/7.json");
        assertThat(Links.random()).isEqualTo("/random");
        assertThat(Links.randomOf("m")).isEqualTo("/m/random");
        assertThat(Links.randomOf("m", "2-mlp")).isEqualTo("/m/2-mlp/random");
    }

    @Test
    void parametersFollowEachOther() {
        String pinned = Links.pinned("/m", OptionalInt.of(3));
        assertThat(pinned).isEqualTo("/m?run=3");
        assertThat(Links.with(pinned, "view", "context")).isEqualTo("/m?run=3&view=context");
        assertThat(Links.pinned("/m", OptionalInt.empty())).isEqualTo("/m");
    }
}
