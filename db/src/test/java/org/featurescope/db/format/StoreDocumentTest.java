package org.featurescope.db.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.core.evidence.GroupKind;
import org.featurescope.core.format.ActivationFormat;
import org.featurescope.db.format.TokenFeatureFormat.Entry;
import org.featurescope.db.format.TokenFeatureFormat.Kind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The examples of docs/store.md are what the encoders write. */
final class StoreDocumentTest {
    private static String document;

    @BeforeAll
    static void read() throws IOException {
        document = Files.readString(Path.of("../docs/store.md"));
    }

    @Test
    void tokenIds() {
        assertShown("ids 4660 and 1 are", TokenIdFormat.encode(new int[] {4660, 1}));
    }

    @Test
    void activations() {
        assertShown("the values 0, 0, 1, 0 are", ActivationFormat.encode(new float[] {0, 0, 1, 0}));
        assertShown("1 and −2 are", ActivationFormat.encode(new float[] {1, -2}));
        assertShown(
                "2.5 at position 1, and nothing known of the two other tokens, is",
                ActivationFormat.encodeKnown(new float[] {Float.NaN, 2.5f, Float.NaN}));
        assertShown(
                "291, 1, 1, 1, 1 and 1 are",
                ActivationFormat.encode(new float[] {2047, -2047, 1, -1, 291, 1, 1, 1, 1, 1}));
    }

    @Test
    void histogram() {
        DyadicHistogram histogram = new DyadicHistogram(-3, -2, new long[] {1, 300});
        assertShown("e = −3, b = −2, counts 1 and 300 are", HistogramFormat.encode(histogram));
        assertThat(histogram.edges()).containsExactly(-0.25, -0.125, 0);
    }

    @Test
    void bars() {
        Bars bars = new Bars(List.of(new Bars.Bar(0.5f, 300)), List.of());
        assertShown("of 300 tokens, and none of logits is", bars.encode());
        assertThat(Bars.decode(bars.encode())).isEqualTo(bars);
    }

    @Test
    void columns() {
        assertShown("the maxima 1.5 and none are", ColumnFormat.encode(new float[] {1.5f, Float.NaN}));
    }

    @Test
    void tokenFeatures() {
        Entry first = new Entry(1, 2, 0.5f);
        assertShown(
                "features 2 and 5 with 0.5 and 1 are",
                TokenFeatureFormat.encode(Kind.LOOKUP, List.of(first, new Entry(1, 5, 1))));
        assertShown(
                "3 of whose 20 examples peak at a token, is",
                TokenFeatureFormat.encode(Kind.PEAK, List.of(new Entry(1, 2, 3, 20))));
    }

    @Test
    void evidence() {
        StoredEvidence nothing = new StoredEvidence(List.of(), List.of(), null, null);
        assertShown(
                "Evidence of nothing, in a run of one corpus, is",
                EvidenceFormat.encode(nothing, CorpusKeys.of(List.of("ab".repeat(32)))));
        for (GroupKind kind : GroupKind.values()) {
            String name = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            assertThat(document).contains(kind.code() + " " + name);
        }
    }

    /** @param what stands in front of the bytes, on the same line or the one before */
    private static void assertShown(String what, byte[] bytes) {
        assertThat(document.replace("\n`", " `"))
                .contains(what.strip() + " `" + HexFormat.ofDelimiter(" ").formatHex(bytes) + "`");
    }
}
