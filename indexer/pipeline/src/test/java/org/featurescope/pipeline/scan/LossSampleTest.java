package org.featurescope.pipeline.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.featurescope.lm.NextTokenLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossSampleTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 32, 500})
    void measuresOneContextIn257WhateverTheBatch(int batchContexts) {
        LossSample sample = new LossSample();
        assertThat(sample.next(batchContexts)).as("from the start").isPositive();

        long measured = 0;
        for (int contexts = 0; contexts < 257_000; contexts += batchContexts) {
            measured += sample.next(batchContexts);
        }

        assertThat((double) measured).isCloseTo(1000, within(2.0 + batchContexts / 257.0));
    }

    @Test
    void weighsEveryTokenAlike() {
        LossSample sample = new LossSample();
        assertThat(sample.loss().mean()).isNaN();

        sample.add(new NextTokenLoss(12, 4));
        sample.add(new NextTokenLoss(0, 0));
        sample.add(new NextTokenLoss(8, 16));

        assertThat(sample.loss().mean()).isEqualTo(1);
    }
}
