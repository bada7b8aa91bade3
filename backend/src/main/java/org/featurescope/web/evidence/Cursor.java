package org.featurescope.web.evidence;

import java.nio.ByteBuffer;
import java.util.Base64;
import org.featurescope.web.evidence.ListOrder.Sort;

/**
 * A place between two features of a list: beside the one with this key and index. Paging goes on there whatever was published
 * since, because the run is part of it.
 *
 * @param run the run that the list shows
 * @param backward whether the page before this place is wanted, not the one after it
 * @param key what the list is sorted by: an Integer (index), a Long (active tokens) or a Float (maximum)
 */
public record Cursor(int run, ListOrder order, boolean backward, Number key, int index) {

    private static final byte VERSION = 1;
    private static final int BYTES = 1 + 1 + 4 + 8 + 4;

    /** An opaque text of base64url characters. */
    public String token() {
        int flags = order.sort().ordinal() << 2 | (order.descending() ? 2 : 0) | (backward ? 1 : 0);
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .put((byte) flags)
                .putInt(run)
                .putLong(bits())
                .putInt(index);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** @throws IllegalArgumentException for a text that {@link #token} cannot have made */
    public static Cursor parse(String token) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
        if (bytes.remaining() != BYTES || bytes.get() != VERSION) {
            throw new IllegalArgumentException("not a cursor: " + token);
        }
        int flags = bytes.get();
        int sort = flags >> 2;
        if (sort < 0 || sort >= Sort.values().length) {
            throw new IllegalArgumentException("not a cursor: " + token);
        }
        ListOrder order = new ListOrder(Sort.values()[sort], (flags & 2) != 0);
        int run = bytes.getInt();
        Number key = key(order.sort(), bytes.getLong());
        return new Cursor(run, order, (flags & 1) != 0, key, bytes.getInt());
    }

    private long bits() {
        return key instanceof Float value ? Float.floatToIntBits(value) : key.longValue();
    }

    private static Number key(Sort sort, long bits) {
        return switch (sort) {
            case INDEX -> (int) bits;
            case DENSITY -> bits;
            case MAX -> Float.intBitsToFloat((int) bits);
        };
    }
}
