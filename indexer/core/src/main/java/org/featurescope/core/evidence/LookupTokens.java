package org.featurescope.core.evidence;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The tokens that have a row of their own in a token lookup: the most frequent of a run. All others share one more row. */
public final class LookupTokens {

    /** As many as a lookup should have. */
    public static final int USUAL = 512;

    public static final LookupTokens NONE = of();

    /** More cannot be. */
    public static final int MOST = 1 << 16;

    private static final int FREE = -1;
    private static final int PLACES_PER_TOKEN = 4;

    private final int[] ids; // ascending
    private final int[] places; // rows by hash of the token, found by linear probing

    private LookupTokens(int[] ids) {
        this.ids = ids;
        places = new int[Integer.highestOneBit(PLACES_PER_TOKEN * ids.length + 1) * 2];
        Arrays.fill(places, FREE);
        for (int row = 0; row < ids.length; row++) {
            int place = place(ids[row]);
            while (places[place] != FREE) {
                place = place + 1 & places.length - 1;
            }
            places[place] = row;
        }
    }

    /** @param tokenIds in any order, each once */
    public static LookupTokens of(int... tokenIds) {
        int[] sorted = IntStream.of(tokenIds).sorted().distinct().toArray();
        if (sorted.length != tokenIds.length || sorted.length > MOST || (sorted.length > 0 && sorted[0] < 0)) {
            throw new IllegalArgumentException("the tokens of a lookup must be at most " + MOST
                    + " different ids from 0 on, got " + Arrays.toString(tokenIds));
        }
        return new LookupTokens(sorted);
    }

    public int size() {
        return ids.length;
    }

    public int tokenId(int row) {
        return ids[row];
    }

    /** Ascending. */
    public int[] tokenIds() {
        return ids.clone();
    }

    /** The row of a token; that of all others is {@link #size}. */
    public int row(int tokenId) {
        for (int place = place(tokenId); places[place] != FREE; place = place + 1 & places.length - 1) {
            if (ids[places[place]] == tokenId) {
                return places[place];
            }
        }
        return ids.length;
    }

    private int place(int tokenId) {
        return (int) (tokenId * 0x9E37_79B9L >>> 16) & places.length - 1;
    }

    /** The tokens that both have. */
    LookupTokens common(LookupTokens other) {
        return equals(other)
                ? this
                : of(IntStream.of(ids)
                        .filter(id -> other.row(id) < other.size())
                        .toArray());
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(ids.length);
        EvidenceState.writeInts(out, ids);
    }

    static LookupTokens read(DataInput in) throws IOException {
        int[] ids = new int[EvidenceState.readCount(in, "tokens of the lookup", MOST)];
        EvidenceState.readInts(in, ids);
        return of(ids);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LookupTokens that && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return "a lookup of " + ids.length + " tokens";
    }
}
