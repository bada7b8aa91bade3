package org.featurescope.pipeline.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import org.featurescope.core.HookPoint;
import org.junit.jupiter.api.Test;

class FidelityTest {

    private static final HookPoint POINT = HookPoint.residPost(2);
    private static final OptionalDouble NONE = OptionalDouble.empty();

    @Test
    void goodFiguresAreNotSuspect() {
        Fidelity fidelity = of(OptionalDouble.of(0.6), OptionalDouble.of(32), 6_400);

        assertThat(fidelity.isSuspect()).isFalse();
        assertThat(fidelity.meanL0()).isEqualTo(64);
    }

    @Test
    void aLargeFvuIsSuspect() {
        assertThat(of(OptionalDouble.of(0.601), NONE, 100).suspicions())
                .containsExactly("The fraction of variance unexplained (FVU) of blocks.2.hook_resid_post is 0.601;"
                        + " up to 0.6 is trusted.");
    }

    @Test
    void anFvuThatIsNotFiniteIsSuspectAndNotKept() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            Fidelity fidelity = of(OptionalDouble.of(value), NONE, 100);
            assertThat(fidelity.isSuspect()).isTrue();
            assertThat(fidelity.fvu()).isEmpty();
        }
    }

    @Test
    void anL0FarFromTheDeclaredOneIsSuspect() {
        assertThat(of(NONE, OptionalDouble.of(32), 1_590).suspicions())
                .containsExactly("15.9 latents are active per token, but its files promise 32.0; a factor of up to 2 is"
                        + " trusted.");
        assertThat(of(NONE, OptionalDouble.of(32), 6_410).isSuspect()).isTrue();
        assertThat(of(NONE, OptionalDouble.of(32), 1_600).isSuspect()).isFalse();
        assertThat(of(NONE, NONE, 1_000_000).isSuspect()).isFalse();
    }

    private static Fidelity of(OptionalDouble fvu, OptionalDouble declaredL0, long activations) {
        return Fidelity.of(POINT, declaredL0, fvu, 100, activations, 0, 100);
    }
}
