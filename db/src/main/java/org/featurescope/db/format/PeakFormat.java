package org.featurescope.db.format;

import java.util.ArrayList;
import java.util.List;

/**
 * Where features peak, packed for search; docs/store.md specifies every byte. All activations are 255ths of the feature's maximum.
 */
public final class PeakFormat {

    /** The strongest activation of a feature. */
    public static final int FULL = 255;

    private PeakFormat() {}

    /**
     * A feature that has a context among its examples at the top.
     *
     * @param source its id
     * @param start the first character of the token at the peak, in the text of the context without special tokens
     * @param end behind its last
     * @param examples how many the feature has at the top
     * @param relative the activation there, of {@link #FULL}
     */
    public record Peak(int source, int feature, int start, int end, int examples, int relative) {}

    /** @param peaks by source, then by feature */
    public static byte[] encode(List<Peak> peaks) {
        PackedWriter out = new PackedWriter(8 * peaks.size());
        int source = -1;
        int feature = 0;
        for (Peak peak : peaks) {
            boolean next = peak.source != source;
            if (next) {
                feature = 0;
            }
            out.varint((long) (peak.feature - feature) << 1 | (next ? 1 : 0));
            if (next) {
                out.varint(peak.source);
            }
            out.varint(peak.start);
            out.varint(peak.end - peak.start);
            out.varint(peak.examples);
            out.int8(peak.relative);
            source = peak.source;
            feature = peak.feature;
        }
        return out.toByteArray();
    }

    public static List<Peak> decode(byte[] packed) {
        PackedReader in = new PackedReader("peaks", packed);
        List<Peak> peaks = new ArrayList<>();
        int source = 0;
        int feature = 0;
        while (in.remaining() > 0) {
            long first = in.varint(1L << 32, "feature");
            if ((first & 1) == 1) {
                source = in.int31("source");
                feature = 0;
            }
            feature += (int) (first >> 1);
            int start = in.int31("start of a peak");
            peaks.add(new Peak(
                    source,
                    feature,
                    start,
                    start + in.int31("length of a peak"),
                    in.int31("number of examples"),
                    in.int8("relative activation") & FULL));
        }
        return peaks;
    }

    /**
     * A feature of whose examples at the top some peak at a word.
     *
     * @param hits how many do
     * @param examples how many it has
     * @param relative the strongest activation at the word, of {@link #FULL}
     */
    public record Hits(int source, int feature, int hits, int examples, int relative) {

        /** A feature with fewer examples is ranked as if it had so many: one of one says less than twenty of twenty. */
        public static final int LEAST_EXAMPLES = 5;

        /** Of its examples, those that peak at the word; what features are ranked by. */
        public double share() {
            return (double) hits / Math.max(LEAST_EXAMPLES, examples);
        }

        /** By share, then by the strongest activation at the word, then by the number of examples, the largest first. */
        public static int byFaithfulness(Hits a, Hits b) {
            int byShare = Long.compare(
                    (long) b.hits * Math.max(LEAST_EXAMPLES, a.examples),
                    (long) a.hits * Math.max(LEAST_EXAMPLES, b.examples));
            if (byShare != 0) {
                return byShare;
            }
            return a.relative != b.relative ? b.relative - a.relative : b.hits - a.hits;
        }

        /** The same; of equal ones by source and feature. */
        public static int mostFaithfulFirst(Hits a, Hits b) {
            int order = byFaithfulness(a, b);
            if (order != 0) {
                return order;
            }
            return a.source != b.source ? Integer.compare(a.source, b.source) : Integer.compare(a.feature, b.feature);
        }
    }

    public static byte[] encodeHits(List<Hits> all) {
        PackedWriter out = new PackedWriter(8 * all.size());
        for (Hits each : all) {
            out.varint(each.source);
            out.varint(each.feature);
            out.varint(each.hits);
            out.varint(each.examples);
            out.int8(each.relative);
        }
        return out.toByteArray();
    }

    public static List<Hits> decodeHits(byte[] packed) {
        PackedReader in = new PackedReader("features of a word", packed);
        List<Hits> all = new ArrayList<>();
        while (in.remaining() > 0) {
            all.add(new Hits(
                    in.int31("source"),
                    in.int31("feature"),
                    in.int31("hits"),
                    in.int31("number of examples"),
                    in.int8("relative activation") & FULL));
        }
        return all;
    }
}
