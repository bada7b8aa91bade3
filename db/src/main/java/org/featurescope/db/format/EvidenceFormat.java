package org.featurescope.db.format;

import java.util.ArrayList;
import java.util.List;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.ExampleGroup;
import org.featurescope.core.evidence.LabelEvidence;
import org.featurescope.core.evidence.TokenLookup;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of one feature as bytes, cut into the rows of the table {@code evidence}; docs/store.md specifies every byte.
 *
 * <p>After a version (1) and the number of the run's corpora follow sections: the examples, each (context, activations) once
 * however many groups hold it, in the order in which the groups name them first; the groups, as lists of examples; the
 * near-duplicates; the labels; the token lookup; what the weights say. So the examples at the top are the first, and the first
 * row of a feature is enough to show its strongest.
 */
public final class EvidenceFormat {

    /** Six rows of this size fill a page of PostgreSQL. */
    static final int PART_BYTES = 1308;

    private static final byte VERSION = 1;

    private EvidenceFormat() {}

    /** @throws IllegalArgumentException for a context of a corpus that is none of the run's */
    public static byte[] encode(StoredEvidence evidence, CorpusKeys corpora) {
        PackedWriter out = new PackedWriter();
        out.int8(VERSION);
        out.varint(corpora.count());
        new ExampleWriter(corpora, evidence.groups()).write(out);
        out.varint(evidence.labels().size());
        evidence.labels().forEach(label -> LabelFormat.write(label, out));
        writeLookup(evidence.lookup(), out);
        WeightsFormat.write(evidence.weights(), out);
        return out.toByteArray();
    }

    /**
     * @param index the feature's, which its bytes do not repeat
     * @param corpora those of the run that the bytes are from
     * @throws IllegalArgumentException for bytes that {@link #encode} cannot have made
     */
    public static StoredEvidence decode(byte[] bytes, int index, CorpusKeys corpora) {
        PackedReader in = reader(bytes, corpora);
        List<ExampleGroup> groups = new ExampleReader(corpora, in).read();
        int labelCount = in.count(LabelFormat.LEAST_BYTES, "number of labels");
        List<LabelEvidence> labels = new ArrayList<>(labelCount);
        for (int label = 0; label < labelCount; label++) {
            labels.add(LabelFormat.read(label, in));
        }
        TokenLookup lookup = readLookup(in);
        StoredEvidence evidence = new StoredEvidence(groups, labels, lookup, WeightsFormat.read(index, in));
        in.requireEnd("the weights");
        return evidence;
    }

    /**
     * The first example of a feature, which is its strongest if it has examples at the top; its near-duplicates are left out.
     *
     * @param part the first row of a feature
     * @return null if there is none, or the row does not hold all of it
     */
    public static @Nullable Example firstExample(byte[] part, CorpusKeys corpora) {
        return new ExampleReader(corpora, reader(part, corpora)).first();
    }

    private static PackedReader reader(byte[] bytes, CorpusKeys corpora) {
        PackedReader in = new PackedReader("evidence", bytes);
        int version = in.int8("version");
        if (version != VERSION) {
            throw in.malformed(0, "version must be 1, got " + version);
        }
        int start = in.offset();
        long count = in.varint("number of corpora");
        if (count != corpora.count()) {
            throw in.malformed(start, "a run of " + corpora.count() + " corpora expected, got one of " + count);
        }
        return in;
    }

    private static void writeLookup(@Nullable TokenLookup lookup, PackedWriter out) {
        out.int8(lookup == null ? 0 : 1);
        if (lookup != null) {
            out.float64(lookup.varianceExplained());
            out.varint(lookup.tokensFitted());
            out.varint(lookup.tokensHeldOut());
            out.varint(lookup.strongest().size());
            for (TokenLookup.Entry entry : lookup.strongest()) {
                out.varint(entry.tokenId());
                out.float64(entry.mean());
                out.varint(entry.count());
            }
        }
    }

    private static @Nullable TokenLookup readLookup(PackedReader in) {
        if (!in.flag("presence of a token lookup")) {
            return null;
        }
        double share = in.finiteFloat64("variance explained");
        long fitted = in.varint("tokens fitted");
        long heldOut = in.varint("tokens held out");
        int count = in.count(10, "number of tokens in the lookup");
        List<TokenLookup.Entry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(new TokenLookup.Entry(
                    in.int31("token id"), in.finiteFloat64("mean of a token"), in.varint("count of a token")));
        }
        return new TokenLookup(share, entries, fitted, heldOut);
    }

    /** Cuts the bytes of a feature into rows of about equal size; at least one. */
    public static List<byte[]> parts(byte[] evidence) {
        int count = Math.max(1, (evidence.length + PART_BYTES - 1) / PART_BYTES);
        List<byte[]> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) evidence.length * i / count);
            int to = (int) ((long) evidence.length * (i + 1) / count);
            byte[] part = new byte[to - from];
            System.arraycopy(evidence, from, part, 0, part.length);
            parts.add(part);
        }
        return parts;
    }

    /** @param parts all rows of a feature, in their order */
    public static byte[] join(List<byte[]> parts) {
        PackedWriter out = new PackedWriter();
        parts.forEach(out::bytes);
        return out.toByteArray();
    }
}
