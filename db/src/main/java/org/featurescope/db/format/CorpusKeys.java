package org.featurescope.db.format;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.featurescope.core.evidence.ContextId;

/**
 * The corpora of a run, by their ordinal: stored evidence says "context 7 of the run's corpus 0", evidence in memory a {@link
 * ContextId}.
 */
public final class CorpusKeys {

    private final int[] keys;

    private CorpusKeys(int[] keys) {
        this.keys = keys;
    }

    /**
     * @param sha256 of each corpus in hexadecimal digits, by ordinal
     * @throws IllegalArgumentException when there is none, or two cannot be told apart
     */
    public static CorpusKeys of(List<String> sha256) {
        int[] keys = sha256.stream().mapToInt(ContextId::corpusKey).toArray();
        if (keys.length == 0) {
            throw new IllegalArgumentException("a run must have a corpus, got none");
        }
        for (int i = 0; i < keys.length; i++) {
            for (int j = 0; j < i; j++) {
                if (keys[i] == keys[j]) {
                    throw new IllegalArgumentException(
                            "the corpora of a run must differ in the first 8 digits of their sha256, got "
                                    + sha256.get(j) + " and " + sha256.get(i) + "; a corpus can be in a run only once");
                }
            }
        }
        return new CorpusKeys(keys);
    }

    public int count() {
        return keys.length;
    }

    /** @throws IllegalArgumentException for a key that none of them has */
    public int ordinal(int key) {
        for (int ordinal = 0; ordinal < keys.length; ordinal++) {
            if (keys[ordinal] == key) {
                return ordinal;
            }
        }
        throw new IllegalArgumentException("corpus %08x is none of the run's, which are %s".formatted(key, this));
    }

    /** The {@link ContextId} of a context. */
    public long contextId(int ordinal, int contextNo) {
        return ContextId.of(keys[ordinal], contextNo);
    }

    @Override
    public String toString() {
        return Arrays.stream(keys).mapToObj("%08x"::formatted).collect(Collectors.joining(", "));
    }
}
