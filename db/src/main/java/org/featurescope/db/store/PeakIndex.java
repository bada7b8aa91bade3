package org.featurescope.db.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntUnaryOperator;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.text.FoldedText;
import org.featurescope.core.text.SpannedText;
import org.featurescope.core.text.Words;
import org.featurescope.db.format.CorpusKeys;
import org.featurescope.db.format.PeakFormat;
import org.featurescope.db.format.PeakFormat.Hits;
import org.featurescope.db.format.PeakFormat.Peak;
import org.featurescope.db.store.PeakPlaces.Place;
import org.jspecify.annotations.Nullable;

/**
 * The inverse of the examples at the top of a run, for search: {@link #accept} every feature, then {@link #write} the tables
 * {@code peak} and {@code peak_word} of the run, once its contexts are stored.
 */
final class PeakIndex implements AutoCloseable {

    static final List<String> PARTITIONED = List.of("peak", "peak_word");

    /** Of a word, in a row. */
    static final int FEATURES_OF_A_PART = 4096;

    private static final int FEATURE_BITS = 24;
    private static final int RELATIVE_BITS = 8;

    private final String copyOptions;
    private final PeakPlaces places;
    private final SpillSorter byWord = new SpillSorter();
    private final Map<String, Integer> words = new LinkedHashMap<>();

    /** @param copyOptions of COPY: {@code freeze}, unless others may read the partitions already */
    PeakIndex(CorpusKeys corpora, String copyOptions) {
        this.places = new PeakPlaces(corpora);
        this.copyOptions = copyOptions;
    }

    /**
     * @param source any small number that {@link #write} is told the id of
     * @param maximum of the feature; null: not known
     * @param top its examples at the top
     */
    void accept(int source, int feature, @Nullable Float maximum, List<Example> top) {
        if (!top.isEmpty()) { // an import may know a smaller maximum than its examples have, or none
            float strongest = top.get(0).peak();
            places.accept(source, feature, maximum == null || maximum < strongest ? strongest : maximum, top);
        }
    }

    /**
     * @param contextSets of the corpora, by ordinal
     * @param sourceIds what each number of {@link #accept} is in the table {@code source}
     * @param tokenPeaks is told of all peaks
     */
    void write(
            Connection connection,
            long runId,
            List<Integer> contextSets,
            IntUnaryOperator sourceIds,
            TokenBytes tokens,
            BiConsumer<Map<Integer, List<Place>>, Map<Integer, int[]>> tokenPeaks)
            throws SQLException {
        places.visit(connection, contextSets, (corpus, byContext, tokenIds) -> {
            writeContexts(connection, runId, corpus, byContext, tokenIds, sourceIds, tokens);
            tokenPeaks.accept(byContext, tokenIds);
        });
        writeWords(connection, runId, sourceIds);
    }

    private void writeContexts(
            Connection connection,
            long runId,
            int corpus,
            Map<Integer, List<Place>> byContext,
            Map<Integer, int[]> tokenIds,
            IntUnaryOperator sourceIds,
            TokenBytes tokens)
            throws SQLException {
        String target = RunTables.partition("peak", runId) + " (run_id, corpus_ordinal, context_no, packed)";
        try (BinaryCopy copy = BinaryCopy.into(connection, target, copyOptions)) {
            for (Map.Entry<Integer, List<Place>> context : byContext.entrySet()) {
                SpannedText text = tokens.text(Objects.requireNonNull(tokenIds.get(context.getKey())));
                copy.row(4);
                copy.int32((int) runId);
                copy.int16(corpus);
                copy.int32(context.getKey());
                copy.bytes(PeakFormat.encode(peaks(text, context.getValue(), sourceIds)));
            }
            copy.finish();
        }
    }

    private List<Peak> peaks(SpannedText text, List<Place> ofContext, IntUnaryOperator sourceIds) {
        FoldedText folded = FoldedText.of(text.text());
        List<int[]> spans = new ArrayList<>();
        Words.forEach(folded.text(), (start, end) -> spans.add(new int[] {start, end}));
        int[][] wordsOfToken = new int[text.starts().length][]; // many features peak at the same token
        List<Peak> peaks = new ArrayList<>(ofContext.size());
        for (Place place : ofContext) {
            int start = text.starts()[place.position()];
            int end = text.ends()[place.position()];
            int[] found = wordsOfToken[place.position()];
            if (found == null) {
                found = numbered(wordsAt(folded, spans, start, end));
                wordsOfToken[place.position()] = found;
            }
            peaks.add(new Peak(
                    sourceIds.applyAsInt(place.source()),
                    place.feature(),
                    start,
                    end,
                    place.examples(),
                    place.relative()));
            for (int number : found) {
                byWord.add(
                        number,
                        ((long) place.source() << FEATURE_BITS | place.feature()) << RELATIVE_BITS | place.relative());
            }
        }
        peaks.sort(Comparator.comparingInt(Peak::source).thenComparingInt(Peak::feature));
        return peaks;
    }

    private int[] numbered(Set<String> some) {
        return some.stream()
                .mapToInt(word -> words.computeIfAbsent(word, key -> words.size()))
                .toArray();
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
                    places.examples(source, index),
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
        places.close();
        byWord.close();
    }
}
