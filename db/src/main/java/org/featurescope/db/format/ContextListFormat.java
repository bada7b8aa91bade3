package org.featurescope.db.format;

/** Numbers of contexts, ascending: a varint for each, its distance from the one before; the first, from −1. */
public final class ContextListFormat {

    private ContextListFormat() {}

    /** Packs one number after the other. */
    public static final class Writer {

        private final PackedWriter out = new PackedWriter(8);
        private int last = -1;
        private int count;

        /** @param contextNo above the one before; the same again is left out */
        public void add(int contextNo) {
            if (contextNo != last) {
                out.varint((long) contextNo - last);
                last = contextNo;
                count++;
            }
        }

        public int count() {
            return count;
        }

        public int bytes() {
            return out.length();
        }

        public byte[] packed() {
            return out.toByteArray();
        }
    }

    /** @param count how many there are */
    public static int[] decode(byte[] packed, int count) {
        PackedReader in = new PackedReader("list of contexts", packed);
        int[] numbers = new int[count];
        long last = -1;
        for (int i = 0; i < count; i++) {
            last += in.varint(1L << 31, "distance of a context");
            if (last > Integer.MAX_VALUE) {
                throw in.malformed(in.offset(), "the number of a context must be below 2^31, got " + last);
            }
            numbers[i] = (int) last;
        }
        in.requireEnd("the last context");
        return numbers;
    }
}
