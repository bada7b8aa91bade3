package org.featurescope.db.format;

import java.io.ByteArrayOutputStream;
import org.featurescope.core.format.Malformed;

/**
 * A {@link Histogram} as bytes.
 *
 * <p>Byte 0: version, 1. Byte 1: exponent, signed. Then variable-length integers: the first bin's number (zigzag: 0, -1, 1,
 * -2 … as 0, 1, 2, 3 …), the number n of bins (0 … 128), and n counts. A variable-length integer is unsigned LEB128: seven
 * bits a byte, lowest first, the top bit set on all but the last byte; values stay below 2<sup>63</sup> and are written in
 * as few bytes as they need.
 */
public final class HistogramFormat {
    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = 2;

    private HistogramFormat() {}

    public static byte[] encode(Histogram histogram) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long[] counts = histogram.counts();
        out.write(VERSION);
        out.write(histogram.exponent());
        writeVarint(out, zigzag(histogram.firstBin()));
        writeVarint(out, counts.length);
        for (long count : counts) {
            writeVarint(out, count);
        }
        return out.toByteArray();
    }

    /** @throws IllegalArgumentException for bytes that {@link #encode} cannot have made */
    public static Histogram decode(byte[] bytes) {
        if (bytes.length < HEADER_BYTES) {
            throw malformed(bytes.length, "ends within the header");
        }
        if (bytes[0] != VERSION) {
            throw malformed(0, "version must be 1, got " + bytes[0]);
        }
        Varints in = new Varints(bytes, HEADER_BYTES);
        int firstBin = unzigzag(in.next((1L << 32) - 1, "first bin"));
        long[] counts = new long[(int) in.next(Histogram.MAX_BINS, "number of bins")];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.next(Long.MAX_VALUE, "count of bin " + i);
        }
        in.requireEnd();
        return histogram(bytes[1], firstBin, counts);
    }

    private static Histogram histogram(int exponent, int firstBin, long[] counts) {
        if ((long) firstBin + counts.length > Integer.MAX_VALUE) {
            throw malformed(HEADER_BYTES, "last bin must be below 2^31, got first bin " + firstBin);
        }
        return new Histogram(exponent, firstBin, counts);
    }

    private static long zigzag(int value) {
        return (value << 1 ^ value >> 31) & 0xffff_ffffL;
    }

    private static int unzigzag(long zigzag) {
        return (int) (zigzag >>> 1) ^ -(int) (zigzag & 1);
    }

    private static void writeVarint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static IllegalArgumentException malformed(int offset, String problem) {
        return Malformed.at("histogram", offset, problem);
    }

    /** Reads one variable-length integer after the other. */
    private static final class Varints {
        private final byte[] bytes;
        private int offset;

        Varints(byte[] bytes, int offset) {
            this.bytes = bytes;
            this.offset = offset;
        }

        long next(long limit, String what) {
            int start = offset;
            long value = 0;
            for (int shift = 0; shift < 63; shift += 7) {
                int read = byteOf(what);
                value |= (long) (read & 0x7f) << shift;
                if (read < 0x80) {
                    return checked(value, limit, shift > 0 && read == 0, start, what);
                }
            }
            throw malformed(start, what + " must be below 2^63");
        }

        private int byteOf(String what) {
            if (offset == bytes.length) {
                throw malformed(offset, "ends within " + what);
            }
            return bytes[offset++] & 0xff;
        }

        private static long checked(long value, long limit, boolean padded, int start, String what) {
            if (padded) {
                throw malformed(start, what + " is written in more bytes than it needs");
            }
            if (value > limit) {
                throw malformed(start, what + " must be at most " + limit + ", got " + value);
            }
            return value;
        }

        void requireEnd() {
            if (offset != bytes.length) {
                throw malformed(offset, (bytes.length - offset) + " bytes after the last count");
            }
        }
    }
}
