package org.featurescope.db.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.featurescope.core.evidence.DyadicHistogram;
import org.junit.jupiter.api.Test;

final class HistogramFormatTest {
    @Test
    void writesHeaderFirstBinAndCounts() {
        assertThat(HistogramFormat.encode(new DyadicHistogram(-3, -2, new long[] {1, 300})))
                .isEqualTo(Bytes.of(1, 0xfd, 3, 2, 1, 0xac, 0x02));
    }

    @Test
    void edgesAreMultiplesOfTheBinWidth() {
        assertThat(new DyadicHistogram(-2, -1, new long[] {4, 5, 6}).edges()).containsExactly(-0.25, 0, 0.25, 0.5);
    }

    @Test
    void randomHistogramsComeBack() {
        long seed = System.nanoTime();
        System.out.println("HistogramFormatTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            long[] counts = random.longs(1 + random.nextInt(128))
                    .map(count -> count >>> 1 + random.nextInt(63))
                    .toArray();
            int firstBin = random.nextInt() >> random.nextInt(32);
            DyadicHistogram histogram =
                    new DyadicHistogram(random.nextInt(256) - 128, Math.min(firstBin, Integer.MAX_VALUE - 128), counts);
            assertThat(HistogramFormat.decode(HistogramFormat.encode(histogram)))
                    .isEqualTo(histogram);
        }
    }

    @Test
    void extremesComeBack() {
        DyadicHistogram histogram = new DyadicHistogram(127, Integer.MIN_VALUE, new long[] {Long.MAX_VALUE, 0});
        assertThat(HistogramFormat.decode(HistogramFormat.encode(histogram))).isEqualTo(histogram);
    }

    @Test
    void refusesWhatTheFormatCannotName() {
        assertUnnamable("exponent of a histogram must be in -128 … 127, got 128", 128, 0);
        assertUnnamable("last bin of a histogram must be below 2^31, got first bin 2147483647", 0, Integer.MAX_VALUE);
    }

    private static void assertUnnamable(String message, int exponent, int firstBin) {
        DyadicHistogram histogram = new DyadicHistogram(exponent, firstBin, new long[1]);
        assertThatThrownBy(() -> HistogramFormat.encode(histogram))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void refusesMalformedBytes() {
        assertRefused("at byte 1: ends within exponent", 1);
        assertRefused("at byte 0: version must be 1, got 2", 2, 0, 0, 0);
        assertRefused("at byte 2: ends within first bin", 1, 0);
        assertRefused("at byte 3: ends within number of bins", 1, 0, 0);
        assertRefused("at byte 3: number of bins must be at least 1, got 0", 1, 0, 0, 0);
        assertRefused("at byte 3: number of bins must be at most 128, got 129", 1, 0, 0, 0x81, 1);
        assertRefused("at byte 5: ends within count of bin 1", 1, 0, 0, 2, 7);
        assertRefused("at byte 5: ends within count of bin 0", 1, 0, 0, 1, 0x80);
        assertRefused("at byte 4: count of bin 0 is written in more bytes than it needs", 1, 0, 0, 1, 0x80, 0);
        assertRefused("at byte 5: 1 bytes after the last count", 1, 0, 0, 1, 7, 7);
        assertRefused(
                "at byte 4: count of bin 0 must be below 2^63",
                1,
                0,
                0,
                1,
                0x80,
                0x80,
                0x80,
                0x80,
                0x80,
                0x80,
                0x80,
                0x80,
                0x80,
                1);
        assertRefused(
                "at byte 2: first bin must be at most 4294967295, got 4294967296",
                1,
                0,
                0x80,
                0x80,
                0x80,
                0x80,
                0x10,
                0);
    }

    private static void assertRefused(String problem, int... bytes) {
        assertThatThrownBy(() -> HistogramFormat.decode(Bytes.of(bytes)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("malformed histogram " + problem);
    }
}
