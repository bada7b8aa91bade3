package org.featurescope.db.format;

import java.util.ArrayList;
import java.util.List;
import org.featurescope.db.format.PeakFormat.Hits;

/** Features that have a token first, packed for search; docs/store.md specifies every byte. */
public final class TokenFeatureFormat {

    private TokenFeatureFormat() {}

    /** How a feature has a token. */
    public enum Kind {
        /** Its logit is among those that the feature raises most; the value is by how much, above 0. */
        RAISES,
        /** Its logit is among those that the feature lowers most; the value is by how much, above 0. */
        LOWERS,
        /** It is among the strongest of the token lookup; the value is the mean activation there, as a share of the feature's maximum. */
        LOOKUP,
        /** Examples at the top peak at it; the value is how many. */
        PEAK;

        /** As {@code token_feature.kind} has it. */
        public int code() {
            return ordinal();
        }

        /** @throws IllegalArgumentException when there is none of this code */
        public static Kind of(int code) {
            if (code < 0 || code >= values().length) {
                throw new IllegalArgumentException(
                        "the kind of a token must be from 0 to " + (values().length - 1) + ", got " + code);
            }
            return values()[code];
        }
    }

    /**
     * A feature that has the token.
     *
     * @param source its id
     * @param examples of a peak, how many the feature has at the top; else 0
     */
    public record Entry(int source, int feature, float value, int examples) {

        public Entry(int source, int feature, float value) {
            this(source, feature, value, 0);
        }

        /** What features are ranked by, the largest first: the value, of a peak as a share of the examples, as {@link Hits#share} has it. */
        public double score(Kind kind) {
            return kind == Kind.PEAK ? (double) value / Math.max(Hits.LEAST_EXAMPLES, examples) : value;
        }
    }

    /** @param entries those of a source one after the other, by ascending feature */
    public static byte[] encode(Kind kind, List<Entry> entries) {
        PackedWriter out = new PackedWriter(8 * entries.size());
        int source = -1;
        int feature = 0;
        for (Entry entry : entries) {
            boolean next = entry.source != source;
            if (next) {
                feature = 0;
            }
            out.varint((long) (entry.feature - feature) << 1 | (next ? 1 : 0));
            if (next) {
                out.varint(entry.source);
            }
            if (kind == Kind.PEAK) {
                out.varint((long) entry.value);
                out.varint(entry.examples);
            } else {
                out.float32(entry.value);
            }
            source = entry.source;
            feature = entry.feature;
        }
        return out.toByteArray();
    }

    public static List<Entry> decode(Kind kind, byte[] packed) {
        PackedReader in = new PackedReader("features of a token", packed);
        List<Entry> entries = new ArrayList<>();
        int source = 0;
        int feature = 0;
        while (in.remaining() > 0) {
            long first = in.varint(1L << 32, "feature");
            if ((first & 1) == 1) {
                source = in.int31("source");
                feature = 0;
            }
            feature += (int) (first >> 1);
            entries.add(
                    kind == Kind.PEAK
                            ? new Entry(source, feature, in.int31("peaks"), in.int31("number of examples"))
                            : new Entry(source, feature, in.finiteFloat32("value")));
        }
        return entries;
    }
}
