package org.featurescope.db.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class TokenIdFormatTest {
    @Test
    void writesTheSmallestWidthLittleEndian() {
        assertThat(TokenIdFormat.encode(new int[] {0x1234, 1})).containsExactly(2, 0x34, 0x12, 1, 0);
        assertThat(TokenIdFormat.encode(new int[] {0x123456})).containsExactly(3, 0x56, 0x34, 0x12);
        assertThat(TokenIdFormat.encode(new int[] {0x12345678})).containsExactly(4, 0x78, 0x56, 0x34, 0x12);
        assertThat(TokenIdFormat.encode(new int[] {})).containsExactly(2);
    }

    @Test
    void widthChangesJustAboveSixteenAndTwentyFourBits() {
        assertThat(TokenIdFormat.encode(new int[] {0xffff})[0]).isEqualTo((byte) 2);
        assertThat(TokenIdFormat.encode(new int[] {0x1_0000})[0]).isEqualTo((byte) 3);
        assertThat(TokenIdFormat.encode(new int[] {0xff_ffff})[0]).isEqualTo((byte) 3);
        assertThat(TokenIdFormat.encode(new int[] {0x100_0000})[0]).isEqualTo((byte) 4);
    }

    @Test
    void randomIdsComeBack() {
        long seed = System.nanoTime();
        System.out.println("TokenIdFormatTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            int bits = 1 + random.nextInt(31);
            int[] ids = random.ints(random.nextInt(300), 0, Integer.MAX_VALUE)
                    .map(id -> id >>> 31 - bits)
                    .toArray();
            assertThat(TokenIdFormat.decode(TokenIdFormat.encode(ids))).isEqualTo(ids);
        }
    }

    @Test
    void refusesNegativeIds() {
        assertThatThrownBy(() -> TokenIdFormat.encode(new int[] {3, -1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("token id must be >= 0, got -1");
    }

    @Test
    void refusesMalformedBytes() {
        assertRefused("at byte 0: width must be 2, 3 or 4, got 0");
        assertRefused("at byte 0: width must be 2, 3 or 4, got 5", 5);
        assertRefused("at byte 4: ends within an id of 2 bytes", 2, 1, 0, 1);
        assertRefused("at byte 1: id must be below 2^31, got 2147483648", 4, 0, 0, 0, 0x80);
    }

    private static void assertRefused(String problem, int... bytes) {
        assertThatThrownBy(() -> TokenIdFormat.decode(Bytes.of(bytes)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("malformed token ids " + problem);
    }
}
