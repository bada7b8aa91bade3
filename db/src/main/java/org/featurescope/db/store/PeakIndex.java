package org.featurescope.db.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.text.FoldedText;
import org.featurescope.core.text.SpannedText;
import org.featurescope.core.text.Words;
import org.featurescope.db.format.CorpusKeys;
import org.featurescope.db.format.PeakFormat;
import org.featurescope.db.format.PeakFormat.Hits;
import org.featurescope.db.format.PeakFormat.Peak;

/**
 * The inverse of the examples at the top of a run, for search: {@link #accept} every feature, then {@link #write} the tables
 * {@code peak} and {@code peak_word} of the run, once its contexts are stored.
 */
final class PeakIndex implements AutoCloseable {

    static final List<String> PARTITIONED = List.of("peak", "peak_word");

    /** Of a word, in a row. */
    static final int FEATURES_OF_A_PART = 4096;

    private static final int CONTEXTS_AT_ONCE = 4096;
    private static final int NUMBER_BITS = 31;
    private static final int FEATURE_BITS = 24;
    private static final int POSITION_BITS = 16;
    private static final int RELATIVE_BITS = 8;

    private final CorpusKeys corpora;
    private final String copyOptions;
    private final SpillSorter byContext = new SpillSorter();
    private final SpillSorter byWord = new SpillSorter();
    private final Map<Integer, short[]> examples = new HashMap<>(); // of each feature, by source
    private final Map<String, Integer> words = new LinkedHashMap<>();

    /** @param copyOptions of COPY: {@code freeze}, unless others may read the partitions already */
    PeakIndex(CorpusKeys corpora, String copyOptions) {
        this.corpora = corpora;
        this.copyOptions = copyOptions;
    }

    /** @param source any small number that {@link #write} is told the id of */
    void accept(int source, FeatureRow feature) {
        List<Example> top = feature.kept().top();
        Float maximum = feature.figures().maximum();
        if (!top.isEmpty()) { // an import may know a smaller maximum than its examples have, or none
            float strongest = top.get(0).peak();
            accept(source, feature.index(), maximum == null || maximum < strongest ? strongest : maximum, top);
        }
    }

    /** @param top its examples at the top */
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

    private int examples(int source, int feature) {
        short[] counts = examples.get(source);
        return counts == null ? 0 : counts[feature];
    }

    /**
     * @param contextSets of the corpora, by ordinal
     * @param sourceIds what each number of {@link #accept} is in the table {@code source}
     */
    void write(
            Connection connection, long runId, List<Integer> contextSets, IntUnaryOperator sourceIds, TokenBytes tokens)
            throws SQLException {
        SpillSorter.Sorted sorted = byContext.sorted();
        boolean more = sorted.advance();
        while (more) {
            Map<Long, List<Long>> contexts = new LinkedHashMap<>();
            long corpus = sorted.key() >>> NUMBER_BITS;
            while (more
                    && sorted.key() >>> NUMBER_BITS == corpus
                    && (contexts.size() < CONTEXTS_AT_ONCE || contexts.containsKey(sorted.key()))) {
                contexts.computeIfAbsent(sorted.key(), key -> new ArrayList<>()).add(sorted.value());
                more = sorted.advance();
            }
            writeContexts(connection, runId, (int) corpus, contextSets.get((int) corpus), contexts, sourceIds, tokens);
        }
        writeWords(connection, runId, sourceIds);
    }

    private void writeContexts(
            Connection connection,
            long runId,
            int corpus,
            int contextSet,
            Map<Long, List<Long>> contexts,
            IntUnaryOperator sourceIds,
            TokenBytes tokens)
            throws SQLException {
        Map<Integer, SpannedText> texts = texts(connection, contextSet, contexts, tokens);
        String target = RunTables.partition("peak", runId) + " (run_id, corpus_ordinal, context_no, packed)";
        try (BinaryCopy copy = BinaryCopy.into(connection, target, copyOptions)) {
            for (Map.Entry<Long, List<Long>> context : contexts.entrySet()) {
                int number = (int) (context.getKey() & (1L << NUMBER_BITS) - 1);
                SpannedText text = texts.get(number);
                if (text == null) {
                    throw new IllegalStateException("the context " + number + " of an example must be stored");
                }
                copy.row(4);
                copy.int32((int) runId);
                copy.int16(corpus);
                copy.int32(number);
                copy.bytes(PeakFormat.encode(peaks(text, context.getValue(), sourceIds)));
            }
            copy.finish();
        }
    }

    private static Map<Integer, SpannedText> texts(
            Connection connection, int contextSet, Map<Long, List<Long>> contexts, TokenBytes tokens)
            throws SQLException {
        Map<Integer, SpannedText> texts = new HashMap<>();
        String sql = "select context_no, token_ids from context where context_set_id = ? and context_no = any (?)";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            Array numbers = connection.createArrayOf(
                    "integer",
                    contexts.keySet().stream()
                            .map(key -> (int) (key & (1L << NUMBER_BITS) - 1))
                            .toArray());
            select.setInt(1, contextSet);
            select.setArray(2, numbers);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    texts.put(row.getInt(1), tokens.text(row.getBytes(2)));
                }
            }
        }
        return texts;
    }

    private List<Peak> peaks(SpannedText text, List<Long> packed, IntUnaryOperator sourceIds) {
        FoldedText folded = FoldedText.of(text.text());
        List<int[]> spans = new ArrayList<>();
        Words.forEach(folded.text(), (start, end) -> spans.add(new int[] {start, end}));
        List<Peak> peaks = new ArrayList<>();
        for (long each : packed) {
            int relative = (int) each & PeakFormat.FULL;
            int position = (int) (each >>> RELATIVE_BITS) & (1 << POSITION_BITS) - 1;
            long feature = each >>> RELATIVE_BITS + POSITION_BITS;
            int source = (int) (feature >>> FEATURE_BITS);
            int index = (int) feature & (1 << FEATURE_BITS) - 1;
            int start = text.starts()[position];
            int end = text.ends()[position];
            peaks.add(new Peak(sourceIds.applyAsInt(source), index, start, end, examples(source, index), relative));
            for (String word : wordsAt(folded, spans, start, end)) {
                int number = words.computeIfAbsent(word, key -> words.size());
                byWord.add(number, feature << RELATIVE_BITS | relative);
            }
        }
        peaks.sort(Comparator.comparingInt(Peak::source).thenComparingInt(Peak::feature));
        return peaks;
    }

    /** The words that some characters of the original belong to, each once. */
    private static Set<String> wordsAt(FoldedText folded, List<int[]> spans, int start, int end) {
        Set<String> found = new LinkedHashSet<>();
        for (int[] span : spans) {
            if (folded.origin(span[0]) >= end) {
                break;
            }
            if (folded.originEnd(span[1]) > start) {
                found.add(Words.indexed(folded.text(), span[0], span[1]));
            }
        }
        return found;
    }

    private void writeWords(Connection connection, long runId, IntUnaryOperator sourceIds) throws SQLException {
        List<String> names = List.copyOf(words.keySet());
        String target = RunTables.partition("peak_word", runId) + " (run_id, word, part, features, packed)";
        SpillSorter.Sorted sorted = byWord.sorted();
        boolean more = sorted.advance();
        try (BinaryCopy copy = BinaryCopy.into(connection, target, copyOptions)) {
            while (more) {
                long word = sorted.key();
                long[] peaks = new long[16];
                int count = 0;
                while (more && sorted.key() == word) {
                    peaks = count == peaks.length ? Arrays.copyOf(peaks, 2 * count) : peaks;
                    peaks[count++] = sorted.value();
                    more = sorted.advance();
                }
                writeWord(copy, runId, names.get((int) word), hits(peaks, count, sourceIds));
            }
            copy.finish();
        }
    }

    /** @param peaks of one word, in any order: source, feature, relative activation */
    private List<Hits> hits(long[] peaks, int count, IntUnaryOperator sourceIds) {
        Arrays.sort(peaks, 0, count);
        List<Hits> hits = new ArrayList<>();
        for (int from = 0, to; from < count; from = to) {
            long feature = peaks[from] >>> RELATIVE_BITS;
            to = from + 1;
            while (to < count && peaks[to] >>> RELATIVE_BITS == feature) {
                to++;
            }
            int source = (int) (feature >>> FEATURE_BITS);
            int index = (int) feature & (1 << FEATURE_BITS) - 1;
            hits.add(new Hits(
                    sourceIds.applyAsInt(source),
                    index,
                    to - from,
                    examples(source, index),
                    (int) peaks[to - 1] & PeakFormat.FULL));
        }
        hits.sort(Hits::mostFaithfulFirst);
        return hits;
    }

    private static void writeWord(BinaryCopy copy, long runId, String word, List<Hits> hits) throws SQLException {
        for (int from = 0; from < hits.size(); from += FEATURES_OF_A_PART) {
            copy.row(5);
            copy.int32((int) runId);
            copy.text(word);
            copy.int32(from / FEATURES_OF_A_PART);
            copy.int32(hits.size());
            copy.bytes(PeakFormat.encodeHits(hits.subList(from, Math.min(hits.size(), from + FEATURES_OF_A_PART))));
        }
    }

    /** Once all rows are there. */
    static void index(Connection connection, long runId) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String peak = RunTables.partition("peak", runId);
            String word = RunTables.partition("peak_word", runId);
            statement.execute("alter table " + peak + " add primary key (run_id, corpus_ordinal, context_no)");
            statement.execute("alter table " + word + " add primary key (run_id, word, part)");
        }
    }

    /** Last: says that the run can be searched. */
    static void finish(Connection connection, long runId) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("analyze " + RunTables.partition("peak", runId) + " (corpus_ordinal, context_no)");
            statement.execute("analyze " + RunTables.partition("peak_word", runId) + " (word, part)");
            statement.execute("update run set searchable = true where id = " + runId);
        }
    }

    @Override
    public void close() {
        byContext.close();
        byWord.close();
    }
}
