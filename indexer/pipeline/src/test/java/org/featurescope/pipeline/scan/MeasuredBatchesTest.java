package org.featurescope.pipeline.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.featurescope.lm.TokenBatch;
import org.featurescope.lm.TokenContext;
import org.junit.jupiter.api.Test;

class MeasuredBatchesTest {

    /** Two batches of it are enough for a verdict. */
    private static final TokenBatch HALF = batch((int) MeasuredBatches.ENOUGH_TOKENS / 2);

    @Test
    void allAreMeasuredUntilThereAreEnoughTokens() {
        MeasuredBatches measured = new MeasuredBatches();

        assertThat(measured.next(HALF)).isTrue();
        assertThat(measured.areEnough()).isFalse();
        assertThat(measured.next(HALF)).isTrue();
        assertThat(measured.areEnough()).isTrue();
    }

    @Test
    void thenOneOfEachEightAtAPlaceThatMovesOn() {
        MeasuredBatches measured = new MeasuredBatches();
        List<Integer> after = IntStream.range(0, 64)
                .filter(number -> measured.next(HALF))
                .boxed()
                .toList();

        assertThat(after).containsExactly(0, 1, 9, 18, 27, 36, 45, 54, 63);
    }

    private static TokenBatch batch(int tokens) {
        boolean[] counted = new boolean[tokens];
        java.util.Arrays.fill(counted, true);
        return new TokenBatch(List.of(new TokenContext(0, new int[tokens], counted)));
    }
}
