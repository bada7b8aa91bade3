package org.featurescope.lm.sae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.featurescope.core.HookPoint;
import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.file.UnsupportedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ConvertedFormatTest {

    @TempDir
    Path temp;

    private EditedSae fixture(String name) {
        return EditedSae.of(name, temp.resolve(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ae.pt", "layer3.sae.pt", "Llama-3.1-8B-Instruct-SAE-l19.pth"})
    void neverReadsAPickle(String name) throws IOException {
        Path pickle = Files.write(temp.resolve(name), new byte[] {(byte) 0x80, 2, 0x2e});

        for (Path given : new Path[] {temp, pickle}) {
            assertThat(SaeFolder.isSae(given)).isFalse();
            assertThatThrownBy(() -> SaeFolder.read(given, SaeOptions.NONE))
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContainingAll(name, "pickle", "tools/convert/convert_sae.py");
        }
    }

    @Test
    void asksForTheHookPointOfASubmoduleThatItDoesNotKnow() {
        EditedSae sae = fixture("dictionary-learning-topk")
                .json(
                        "sae.json",
                        about -> ((ObjectNode) about.path("config").path("trainer")).put("submodule_name", "rotary_3"));

        assertThatThrownBy(sae::read)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hook=NAME");
        assertThat(sae.read("hook=blocks.1.hook_mlp_out").output()).isEqualTo(HookPoint.mlpOut(1));
    }

    @Test
    void saysWhatItWasTrainedOn() {
        Sae sae = fixture("dictionary-learning-batchtopk").read();

        assertThat(sae.declared()).isEqualTo(new Sae.DeclaredModel("EleutherAI/pythia-70m-deduped", 128, null));
        assertThat(sae.declaredL0()).hasValue(5);
        assertThat(fixture("dictionary-learning-jumprelu").read().declaredL0()).hasValue(20);
    }

    @ParameterizedTest
    @CsvSource({
        "openai-v5, postact_fn, Identity",
        "openai-v5, activation, Softmax",
        "dictionary-learning-topk, dict_class, IdentityDict"
    })
    void refusesWhatItWouldComputeWrongly(String fixture, String field, String value) {
        EditedSae sae = fixture(fixture).json("sae.json", about -> about.put(field, value));

        assertThatThrownBy(sae::read)
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContainingAll("sae.json", field, value);
    }

    @Test
    void refusesKWhereThereIsNone() {
        assertThatThrownBy(() -> fixture("goodfire").read("k=5"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("k=", "TopK", "relu");
    }

    @Test
    void saysWhichSourcesItKnows() {
        EditedSae sae = fixture("goodfire").json("sae.json", about -> about.put("source", "elsewhere"));

        assertThatThrownBy(sae::read)
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContainingAll("known format", "Goodfire", "dictionary_learning");
    }
}
