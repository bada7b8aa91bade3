package org.featurescope.db.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.Example.Repeat;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.FeatureWeights;
import org.featurescope.core.evidence.FeatureWeights.LogitEffects;
import org.featurescope.core.evidence.FeatureWeights.Neighbour;
import org.featurescope.core.evidence.FeatureWeights.TokenEffect;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.core.evidence.LabelEvidence;
import org.featurescope.core.evidence.MaximaBins;
import org.featurescope.core.evidence.TokenLookup;
import org.featurescope.core.format.ActivationFormat;
import org.featurescope.db.store.SampleRun;
import org.junit.jupiter.api.Test;

final class EvidenceFormatTest {
    private static final CorpusKeys ONE = CorpusKeys.of(List.of(SampleRun.CORPUS.sha256()));
    private static final CorpusKeys TWO = CorpusKeys.of(List.of("01".repeat(32), "02".repeat(32)));
    private static final byte[] ACTIVATIONS = ActivationFormat.encode(new float[] {0, -1, 2});

    /** The example of docs/store.md: two contexts of two corpora, the first of them at the top and at the bottom. */
    private static StoredEvidence small() {
        long first = ContextId.of(0x01010101, 300);
        long second = ContextId.of(0x02020202, 7);
        Example top = new Example(first, 2, 2, ACTIVATIONS, List.of(new Repeat(second, 2, 1.5f)));
        Example bottom = new Example(first, 1, -1, ACTIVATIONS);
        long[] counts = new long[MaximaBins.BINS];
        counts[60] = 2;
        return new StoredEvidence(
                List.of(
                        new ExampleGroup(GroupKind.TOP, 0, 0, Float.POSITIVE_INFINITY, 5, 2, List.of(top)),
                        new ExampleGroup(GroupKind.BOTTOM, 0, Float.NEGATIVE_INFINITY, 0, 4, 1, List.of(bottom))),
                List.of(new LabelEvidence(0, new MaximaBins(-6, 3, 0, counts), 0.75)),
                new TokenLookup(0.5, List.of(new TokenLookup.Entry(9, 1, 4)), 20, 10),
                new FeatureWeights(
                        0,
                        null,
                        1.0,
                        null,
                        new LogitEffects(
                                List.of(new TokenEffect(3, 1)), List.of(), new DyadicHistogram(0, 0, new long[] {2})),
                        List.of(new Neighbour("0-mlp", 5, 0.5f)),
                        List.of()));
    }

    /** Written by hand from docs/store.md, so that what was stored stays readable. */
    private static final byte[] SMALL = Bytes.of(
            1, // version
            2, // corpora
            1, // examples
            0xd8,
            0x04, // context 300 of corpus 0: 300 · 2 + 0
            2,
            0x00,
            0x00,
            0x00,
            0x40, // the peak is 2 at position 2
            7,
            1,
            0x00,
            0x00,
            0x00,
            0xbc,
            0x00,
            0x40, // 0, -1, 2 as half floats
            2, // groups
            0,
            0,
            0x00,
            0x00,
            0x00,
            0x00,
            0x00,
            0x00,
            0x80,
            0x7f,
            5,
            2,
            1,
            0, // top: example 0
            1,
            0,
            0x00,
            0x00,
            0x80,
            0xff,
            0x00,
            0x00,
            0x00,
            0x00,
            4,
            1,
            1,
            1, // bottom: example 0 …
            1,
            0x00,
            0x00,
            0x80,
            0xbf, // … but with its peak, -1 at position 1
            1,
            0,
            1,
            15,
            2,
            0x00,
            0x00,
            0xc0,
            0x3f, // the first member has one near-duplicate: context 7 of corpus 1
            1, // labels
            11,
            3,
            0,
            60,
            3,
            2,
            0x00,
            0x00,
            0x40,
            0x3f, // exponent -6, bin 60 holds 2, AUC 0.75
            1,
            0,
            0,
            0,
            0,
            0,
            0,
            0xe0,
            0x3f,
            20,
            10,
            1,
            9,
            0,
            0,
            0,
            0,
            0,
            0,
            0xf0,
            0x3f,
            4, // lookup
            16 + 8 + 2,
            0,
            0,
            0,
            0,
            0,
            0,
            0xf0,
            0x3f, // weights: output norm 1
            1,
            3,
            0,
            0,
            0x80,
            0x3f,
            0,
            5,
            1,
            0,
            0,
            1,
            2, // logit effects
            1,
            5,
            '0',
            '-',
            'm',
            'l',
            'p', // sources
            1,
            0,
            5,
            0,
            0,
            0,
            0x3f,
            0); // neighbours

    @Test
    void writesAndReadsTheBytesOfItsSpecification() {
        assertThat(EvidenceFormat.encode(small(), TWO)).isEqualTo(SMALL);
        assertSame(EvidenceFormat.decode(SMALL, 0, TWO), small());
    }

    @Test
    void evidenceOfNothingIsEightBytes() {
        StoredEvidence nothing = new StoredEvidence(List.of(), List.of(), null, null);
        assertThat(EvidenceFormat.encode(nothing, ONE)).isEqualTo(Bytes.of(1, 1, 0, 0, 0, 0, 0, 0));
        assertSame(EvidenceFormat.decode(Bytes.of(1, 1, 0, 0, 0, 0, 0, 0), 0, ONE), nothing);
    }

    @Test
    void randomEvidenceComesBackFromItsRows() {
        long seed = System.nanoTime();
        System.out.println("EvidenceFormatTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            StoredEvidence evidence = RandomEvidence.stored(random, i);
            List<byte[]> rows = EvidenceFormat.parts(EvidenceFormat.encode(evidence, ONE));
            assertThat(rows).allMatch(row -> row.length <= EvidenceFormat.PART_BYTES);
            assertSame(EvidenceFormat.decode(EvidenceFormat.join(rows), i, ONE), evidence);
        }
    }

    private static void assertSame(StoredEvidence actual, StoredEvidence expected) {
        assertThat(actual).usingRecursiveComparison().isEqualTo(expected);
    }

    @Test
    void aContextIsStoredOnceHoweverManyGroupsHoldIt() {
        byte[] activations = new byte[400];
        Example example = new Example(SampleRun.contextId(3), 1, 2, activations);
        List<ExampleGroup> once = List.of(group(GroupKind.TOP, example));
        List<ExampleGroup> thrice = List.of(
                group(GroupKind.TOP, example),
                group(GroupKind.RANDOM, new Example(SampleRun.contextId(3), 1, 2, activations.clone())),
                group(GroupKind.LABEL, example));
        int more = EvidenceFormat.encode(new StoredEvidence(thrice, List.of(), null, null), ONE).length
                - EvidenceFormat.encode(new StoredEvidence(once, List.of(), null, null), ONE).length;
        assertThat(more).as("two groups of one member each").isEqualTo(2 * 14);
    }

    private static ExampleGroup group(GroupKind kind, Example... examples) {
        return new ExampleGroup(kind, 0, 0, 1, 1, 1, List.of(examples));
    }

    @Test
    void activationsThatDifferAreBothKept() {
        Example example = new Example(SampleRun.contextId(3), 1, 2, Bytes.of(1, 0, 0));
        Example other = new Example(SampleRun.contextId(3), 1, 2, Bytes.of(1, 0, 0x3c));
        StoredEvidence evidence = new StoredEvidence(
                List.of(group(GroupKind.TOP, example), group(GroupKind.RANDOM, other)), List.of(), null, null);
        assertSame(EvidenceFormat.decode(EvidenceFormat.encode(evidence, ONE), 0, ONE), evidence);
    }

    @Test
    void theFirstRowShowsTheFirstExampleIfItHoldsAllOfIt() {
        byte[] bytes = EvidenceFormat.encode(small(), TWO);
        assertThat(EvidenceFormat.firstExample(bytes, TWO))
                .usingRecursiveComparison()
                .isEqualTo(new Example(ContextId.of(0x01010101, 300), 2, 2, ACTIVATIONS));
        for (int length = 3; length < 18; length++) {
            assertThat(EvidenceFormat.firstExample(Arrays.copyOf(bytes, length), TWO))
                    .isNull();
        }
        assertThat(EvidenceFormat.firstExample(Bytes.of(1, 2, 0, 0, 0, 0, 0, 0), TWO))
                .isNull();
    }

    @Test
    void refusesMalformedBytes() {
        for (int length = 0; length < SMALL.length; length++) {
            byte[] cut = Arrays.copyOf(SMALL, length);
            assertThatThrownBy(() -> EvidenceFormat.decode(cut, 0, TWO))
                    .as("cut to " + length)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("malformed ");
        }
        assertRefused("at byte 0: version must be 1, got 2", changed(0, 2));
        assertRefused("at byte 1: a run of 2 corpora expected, got one of 3", changed(1, 3));
        assertRefused("at byte 2: number of examples 90 is more than the bytes that follow can hold", changed(2, 90));
        assertRefused("at byte 6: peak must be finite, got NaN", changed(8, 0xc0, 0xff));
        assertRefused("at byte 32: number of an example must be below 1, got 2", changed(32, 4));
        assertRefused(
                "at byte " + SMALL.length + ": 1 bytes after the weights", Arrays.copyOf(SMALL, SMALL.length + 1));
    }

    private static byte[] changed(int at, int... values) {
        byte[] bytes = SMALL.clone();
        for (int i = 0; i < values.length; i++) {
            bytes[at + i] = (byte) values[i];
        }
        return bytes;
    }

    private static void assertRefused(String problem, byte[] bytes) {
        assertThatThrownBy(() -> EvidenceFormat.decode(bytes, 0, TWO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("malformed evidence " + problem);
    }

    @Test
    void randomDamageIsRefusedOrReadButNeverBreaks() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = SMALL.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                EvidenceFormat.decode(damaged, 0, TWO);
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageMatching("malformed .*");
            }
        }
    }
}
