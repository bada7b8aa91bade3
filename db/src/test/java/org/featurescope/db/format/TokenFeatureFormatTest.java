package org.featurescope.db.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.featurescope.db.format.TokenFeatureFormat.Entry;
import org.featurescope.db.format.TokenFeatureFormat.Kind;
import org.junit.jupiter.api.Test;

final class TokenFeatureFormatTest {

    private static final long SEED = 5;

    @Test
    void whatIsPackedIsUnpacked() {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            Kind kind = Kind.of(round % 4);
            List<Entry> entries = new ArrayList<>();
            for (int source : new int[] {random.nextInt(1_000), 7, 3}) {
                int feature = random.nextInt(3);
                for (int i = random.nextInt(5); i > 0; i--) {
                    entries.add(
                            kind == Kind.PEAK
                                    ? new Entry(source, feature, random.nextInt(200), random.nextInt(200))
                                    : new Entry(source, feature, random.nextFloat()));
                    feature += 1 + random.nextInt(1 << 20);
                }
            }
            assertThat(TokenFeatureFormat.decode(kind, TokenFeatureFormat.encode(kind, entries)))
                    .as("seed %d, round %d", SEED, round)
                    .isEqualTo(entries);
        }
    }

    @Test
    void codesAreThoseOfTheDocument() {
        assertThat(Kind.values()).containsExactly(Kind.RAISES, Kind.LOWERS, Kind.LOOKUP, Kind.PEAK);
        for (Kind kind : Kind.values()) {
            assertThat(Kind.of(kind.code())).isEqualTo(kind);
        }
        assertThatThrownBy(() -> Kind.of(4)).hasMessage("the kind of a token must be from 0 to 3, got 4");
    }

    /** Of fewer than five examples as if there were five, like words at peaks. */
    @Test
    void peaksAreRankedByTheirShare() {
        assertThat(new Entry(1, 2, 3, 20).score(Kind.PEAK)).isEqualTo(3 / 20.0);
        assertThat(new Entry(1, 2, 1, 1).score(Kind.PEAK)).isEqualTo(1 / 5.0);
        assertThat(new Entry(1, 2, 0.5f).score(Kind.LOOKUP)).isEqualTo(0.5);
    }

    @Test
    void refusesWhatIsCutOff() {
        byte[] packed = TokenFeatureFormat.encode(Kind.RAISES, List.of(new Entry(1, 2, 0.5f)));
        assertThatThrownBy(() -> TokenFeatureFormat.decode(Kind.RAISES, Arrays.copyOf(packed, packed.length - 1)))
                .hasMessageContaining("features of a token");
    }
}
