package org.featurescope.db.format;

import org.featurescope.core.format.Malformed;

/**
 * Token ids of a context, in order.
 *
 * <p>Byte 0 is the width {@code w} in bytes of one id: 2, 3 or 4, the smallest that holds the largest id (2 when there is
 * none). Then each id as {@code w} bytes, little-endian, unsigned. Ids are in 0 … 2<sup>31</sup>-1.
 */
public final class TokenIdFormat {
    private TokenIdFormat() {}

    /** @throws IllegalArgumentException for a negative id */
    public static byte[] encode(int[] tokenIds) {
        int width = width(tokenIds);
        byte[] bytes = new byte[1 + tokenIds.length * width];
        bytes[0] = (byte) width;
        int offset = 1;
        for (int id : tokenIds) {
            for (int i = 0; i < width; i++) {
                bytes[offset++] = (byte) (id >>> 8 * i);
            }
        }
        return bytes;
    }

    /** @throws IllegalArgumentException for bytes that {@link #encode} cannot have made */
    public static int[] decode(byte[] bytes) {
        int width = bytes.length == 0 ? 0 : bytes[0];
        if (width < 2 || width > 4) {
            throw malformed(0, "width must be 2, 3 or 4, got " + width);
        }
        if ((bytes.length - 1) % width != 0) {
            throw malformed(bytes.length, "ends within an id of " + width + " bytes");
        }
        int[] tokenIds = new int[(bytes.length - 1) / width];
        for (int i = 0; i < tokenIds.length; i++) {
            tokenIds[i] = idAt(bytes, 1 + i * width, width);
        }
        return tokenIds;
    }

    private static int width(int[] tokenIds) {
        int largest = 0;
        for (int id : tokenIds) {
            if (id < 0) {
                throw new IllegalArgumentException("token id must be >= 0, got " + id);
            }
            largest = Math.max(largest, id);
        }
        return largest < 1 << 16 ? 2 : largest < 1 << 24 ? 3 : 4;
    }

    private static int idAt(byte[] bytes, int offset, int width) {
        int id = 0;
        for (int i = 0; i < width; i++) {
            id |= (bytes[offset + i] & 0xff) << 8 * i;
        }
        if (id < 0) {
            throw malformed(offset, "id must be below 2^31, got " + Integer.toUnsignedString(id));
        }
        return id;
    }

    private static IllegalArgumentException malformed(int offset, String problem) {
        return Malformed.at("token ids", offset, problem);
    }
}
