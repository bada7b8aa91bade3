package org.featurescope.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.featurescope.lm.sae.Sae.DeclaredModel;
import org.junit.jupiter.api.Test;

class UseRemarksTest {

    @Test
    void aRunLikeTheTrainingNeedsNoRemark() {
        assertThat(UseRemarks.of(new DeclaredModel("m", 128, true), true, 128)).isEmpty();
        assertThat(UseRemarks.of(DeclaredModel.UNKNOWN, false, 64)).isEmpty();
    }

    @Test
    void anotherBeginningOfTextIsSaid() {
        assertThat(UseRemarks.of(new DeclaredModel(null, null, true), false, 64))
                .singleElement()
                .asString()
                .contains("with a beginning-of-text token", "--bos always");
        assertThat(UseRemarks.of(new DeclaredModel(null, null, false), true, 64))
                .singleElement()
                .asString()
                .contains("without a beginning-of-text token", "--bos never");
    }

    @Test
    void anotherContextLengthIsSaid() {
        assertThat(UseRemarks.of(new DeclaredModel(null, 256, null), true, 64))
                .containsExactly("It was trained on contexts of 256 tokens; those of this run have up to 64"
                        + " (--context-tokens).");
    }
}
