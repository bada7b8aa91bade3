package org.featurescope.web.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.featurescope.web.evidence.ListOrder.Sort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    @Test
    void aTokenHoldsEverything() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            Cursor cursor = cursor(random);
            assertThat(Cursor.parse(cursor.token())).as("seed %d", seed).isEqualTo(cursor);
            assertThat(cursor.token()).as("seed %d", seed).matches("[A-Za-z0-9_-]{24}");
        }
    }

    private static Cursor cursor(Random random) {
        Sort sort = Sort.values()[random.nextInt(3)];
        Number key = switch (sort) {
            case INDEX -> random.nextInt();
            case DENSITY -> random.nextLong();
            case MAX -> random.nextFloat() * 100 - 50;
        };
        return new Cursor(
                random.nextInt(),
                new ListOrder(sort, random.nextBoolean()),
                random.nextBoolean(),
                key,
                random.nextInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAA", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAA", "ATAAAAABAAAAAAAAAAAAAAAA"})
    void rejectsOtherTexts(String text) {
        assertThatThrownBy(() -> Cursor.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
