package org.featurescope.web.label;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * The last feature of a page, after which the next one begins.
 *
 * @param sourceId key of its source in the database, which stays when other sources come
 */
record LabelCursor(float auc, int sourceId, int feature) {

    private static final byte VERSION = 1;
    private static final int BYTES = 1 + 4 + 4 + 4;

    /** An opaque text of base64url characters. */
    String token() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .put(VERSION)
                .putFloat(auc)
                .putInt(sourceId)
                .putInt(feature);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** @throws IllegalArgumentException for a text that {@link #token} cannot have made */
    static LabelCursor parse(String token) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(token));
        if (bytes.remaining() != BYTES || bytes.get() != VERSION) {
            throw new IllegalArgumentException("not a cursor: " + token);
        }
        return new LabelCursor(bytes.getFloat(), bytes.getInt(), bytes.getInt());
    }
}
