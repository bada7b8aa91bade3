package org.featurescope.db.format;

import org.featurescope.core.evidence.DyadicHistogram;

/**
 * A {@link DyadicHistogram} as bytes.
 *
 * <p>Byte 0: version, 1. Byte 1: exponent, signed. Then variable-length integers: the first bin's number (zigzag: 0, -1, 1,
 * -2 … as 0, 1, 2, 3 …), the number n of bins (1 … 128), and n counts. A variable-length integer is unsigned LEB128: seven
 * bits a byte, lowest first, the top bit set on all but the last byte; values stay below 2<sup>63</sup> and are written in
 * as few bytes as they need.
 */
public final class HistogramFormat {
    private static final byte VERSION = 1;

    private HistogramFormat() {}

    /** @throws IllegalArgumentException for bins that the format cannot name: an exponent beyond a byte, a bin beyond 2^31 */
    public static byte[] encode(DyadicHistogram histogram) {
        if (histogram.exponent() != (byte) histogram.exponent()) {
            throw new IllegalArgumentException(
                    "exponent of a histogram must be in -128 … 127, got " + histogram.exponent());
        }
        long[] counts = histogram.counts();
        if (isBeyond(histogram.firstBin(), counts.length)) {
            throw new IllegalArgumentException(
                    "last bin of a histogram must be below 2^31, got first bin " + histogram.firstBin());
        }
        PackedWriter out = new PackedWriter();
        out.int8(VERSION);
        out.int8(histogram.exponent());
        out.zigzag(histogram.firstBin());
        out.varint(counts.length);
        for (long count : counts) {
            out.varint(count);
        }
        return out.toByteArray();
    }

    /** @throws IllegalArgumentException for bytes that {@link #encode} cannot have made */
    public static DyadicHistogram decode(byte[] bytes) {
        PackedReader in = new PackedReader("histogram", bytes);
        int version = in.int8("version");
        if (version != VERSION) {
            throw in.malformed(0, "version must be 1, got " + version);
        }
        int exponent = in.int8("exponent");
        int start = in.offset();
        int firstBin = in.zigzag("first bin");
        long[] counts = counts(in);
        in.requireEnd("the last count");
        if (isBeyond(firstBin, counts.length)) {
            throw in.malformed(start, "last bin must be below 2^31, got first bin " + firstBin);
        }
        return new DyadicHistogram(exponent, firstBin, counts);
    }

    private static long[] counts(PackedReader in) {
        int start = in.offset();
        long[] counts = new long[(int) in.varint(DyadicHistogram.MAX_BINS, "number of bins")];
        if (counts.length == 0) {
            throw in.malformed(start, "number of bins must be at least 1, got 0");
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.varint("count of bin " + i);
        }
        return counts;
    }

    private static boolean isBeyond(int firstBin, int bins) {
        return (long) firstBin + bins > Integer.MAX_VALUE;
    }
}
