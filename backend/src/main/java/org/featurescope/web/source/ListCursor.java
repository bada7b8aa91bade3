package org.featurescope.web.source;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * A place between two features of a list, beside the one of this rank. Paging goes on there whatever was published since, because
 * the run is part of it.
 *
 * @param run the run that the list shows
 * @param list the fingerprint of the list
 * @param backward whether the page before this place is wanted, not the one after it
 * @param rank as {@link Ranking} gives it
 */
record ListCursor(int run, int list, boolean backward, long rank) {

    private static final byte VERSION = 2;
    private static final int BYTES = 1 + 1 + 4 + 4 + 8;

    /** An opaque text of base64url characters. */
    String token() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .put((byte) (backward ? 1 : 0))
                .putInt(run)
                .putInt(list)
                .putLong(rank);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** @throws IllegalArgumentException for a text that {@link #token} cannot have made */
    static ListCursor parse(String token) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
        if (bytes.remaining() != BYTES || bytes.get() != VERSION) {
            throw new IllegalArgumentException("not a cursor: " + token);
        }
        boolean backward = bytes.get() == 1;
        return new ListCursor(bytes.getInt(), bytes.getInt(), backward, bytes.getLong());
    }
}
