package org.featurescope.core.evidence;

import java.util.Comparator;

/**
 * Names a context by what it is, not by when it was read: the corpus it comes from and its position there. So a context keeps
 * its id when a run is extended, or merged with another.
 *
 * <p>The upper half of an id is the key of the corpus, the first four bytes of its SHA-256; the lower half is the position.
 */
public final class ContextId {

    /** Ties between contexts go to the lesser id: within a corpus, to the earlier one. */
    public static final Comparator<Long> ORDER = Long::compareUnsigned;

    private static final int HEX_DIGITS_OF_KEY = 8;

    private ContextId() {}

    /** @param contextNo position in the corpus, from 0 */
    public static long of(int corpusKey, int contextNo) {
        return (long) corpusKey << Integer.SIZE | contextNo;
    }

    /** @param sha256 of the corpus, in hexadecimal digits */
    public static int corpusKey(String sha256) {
        return Integer.parseUnsignedInt(sha256.substring(0, HEX_DIGITS_OF_KEY), 16);
    }

    public static int corpusKey(long id) {
        return (int) (id >>> Integer.SIZE);
    }

    public static int contextNo(long id) {
        return (int) id;
    }
}
