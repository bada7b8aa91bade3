package org.featurescope.db.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.Example;
import org.featurescope.db.format.CorpusKeys;
import org.featurescope.db.format.PeakFormat;
import org.featurescope.db.format.TokenIdFormat;

/** Where the examples at the top of a run peak, by context: {@link #accept} every feature, then {@link #visit} once. */
final class PeakPlaces implements AutoCloseable {

    private static final int CONTEXTS_AT_ONCE = 4096;
    private static final int NUMBER_BITS = 31;
    private static final int FEATURE_BITS = 24;
    private static final int POSITION_BITS = 16;
    private static final int RELATIVE_BITS = 8;

    private final CorpusKeys corpora;
    private final SpillSorter byContext = new SpillSorter();
    private final Map<Integer, short[]> examples = new HashMap<>(); // of each feature, by source

    PeakPlaces(CorpusKeys corpora) {
        this.corpora = corpora;
    }

    /**
     * The peak of an example.
     *
     * @param source as {@link #accept} was told it
     * @param position of the token
     * @param examples how many the feature has at the top
     * @param relative the activation there, of {@link PeakFormat#FULL}
     */
    record Place(int source, int feature, int position, int examples, int relative) {}

    /** Contexts of one corpus, thousands at a time. */
    interface Visitor {

        /**
         * @param corpus its ordinal in the run
         * @param places of each context, by its number, ascending
         * @param tokenIds of each
         */
        void contexts(int corpus, Map<Integer, List<Place>> places, Map<Integer, int[]> tokenIds) throws SQLException;
    }

    /**
     * @param source any small number
     * @param maximum of the feature
     * @param top its examples at the top
     */
    void accept(int source, int feature, float maximum, List<Example> top) {
        noteCount(source, feature, top.size());
        for (Example example : top) {
            int relative =
                    Math.max(0, Math.min(PeakFormat.FULL, Math.round(PeakFormat.FULL * example.peak() / maximum)));
            long corpus = corpora.ordinal(ContextId.corpusKey(example.context()));
            byContext.add(
                    corpus << NUMBER_BITS | ContextId.contextNo(example.context()),
                    (((long) source << FEATURE_BITS | feature) << POSITION_BITS | example.peakPosition())
                                    << RELATIVE_BITS
                            | relative);
        }
    }

    private void noteCount(int source, int feature, int count) {
        if (feature >= 1 << FEATURE_BITS) {
            throw new IllegalArgumentException(
                    "a source must have at most 2^" + FEATURE_BITS + " features, got one numbered " + feature);
        }
        short[] counts = examples.computeIfAbsent(source, key -> new short[1024]);
        if (feature >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(2 * counts.length, feature + 1));
            examples.put(source, counts);
        }
        counts[feature] = (short) Math.min(Short.MAX_VALUE, count);
    }

    /** Of a feature at the top. */
    int examples(int source, int feature) {
        short[] counts = examples.get(source);
        return counts == null ? 0 : counts[feature];
    }

    /**
     * Once the contexts are stored.
     *
     * @param contextSets of the corpora, by ordinal
     */
    void visit(Connection connection, List<Integer> contextSets, Visitor visitor) throws SQLException {
        SpillSorter.Sorted sorted = byContext.sorted();
        boolean more = sorted.advance();
        while (more) {
            Map<Integer, List<Place>> places = new LinkedHashMap<>();
            int corpus = (int) (sorted.key() >>> NUMBER_BITS);
            while (more
                    && sorted.key() >>> NUMBER_BITS == corpus
                    && (places.size() < CONTEXTS_AT_ONCE || places.containsKey(contextNo(sorted.key())))) {
                places.computeIfAbsent(contextNo(sorted.key()), key -> new ArrayList<>())
                        .add(place(sorted.value()));
                more = sorted.advance();
            }
            Map<Integer, int[]> tokenIds = tokenIds(
                    connection, contextSets.get(corpus), places.keySet().toArray());
            for (int contextNo : places.keySet()) {
                if (!tokenIds.containsKey(contextNo)) {
                    throw new IllegalStateException("the context " + contextNo + " of an example must be stored");
                }
            }
            visitor.contexts(corpus, places, tokenIds);
        }
    }

    private static int contextNo(long key) {
        return (int) (key & (1L << NUMBER_BITS) - 1);
    }

    private Place place(long packed) {
        int relative = (int) packed & PeakFormat.FULL;
        int position = (int) (packed >>> RELATIVE_BITS) & (1 << POSITION_BITS) - 1;
        long feature = packed >>> RELATIVE_BITS + POSITION_BITS;
        int source = (int) (feature >>> FEATURE_BITS);
        int index = (int) feature & (1 << FEATURE_BITS) - 1;
        return new Place(source, index, position, examples(source, index), relative);
    }

    private static Map<Integer, int[]> tokenIds(Connection connection, int contextSet, Object[] contexts)
            throws SQLException {
        Map<Integer, int[]> tokenIds = new HashMap<>();
        String sql = "select context_no, token_ids from context where context_set_id = ? and context_no = any (?)";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            Array numbers = connection.createArrayOf("integer", contexts);
            select.setInt(1, contextSet);
            select.setArray(2, numbers);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    tokenIds.put(row.getInt(1), TokenIdFormat.decode(row.getBytes(2)));
                }
            }
        }
        return tokenIds;
    }

    @Override
    public void close() {
        byContext.close();
    }
}
