package org.featurescope.web.search;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.featurescope.db.format.ContextListFormat;
import org.featurescope.db.format.PeakFormat;
import org.featurescope.db.format.TokenFeatureFormat;
import org.featurescope.db.format.TokenFeatureFormat.Entry;
import org.featurescope.db.format.TokenFeatureFormat.Kind;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The tables that searching reads: {@code text_word}, {@code peak}, {@code peak_word}, {@code token_feature}, and the token ids of contexts. */
@Component
class SearchIndexRepository {

    /** Longer than a search may take: what the limit of the search itself does not see, such as a query that waits. */
    private static final int MOST_SECONDS = 5;

    private static final String WORDS = """
            select context_set_id, word, contexts, packed from text_word where context_set_id = any (?) and word = any (?)
            union all
            select context_set_id, word, contexts, packed from text_word
            where context_set_id = any (?) and word like any (?) and word <> all (?)
            limit ?""";
    private static final String CONTEXTS = """
            select w.context_set_id, w.context_no, c.token_ids, p.run_id, p.corpus_ordinal, p.packed
            from unnest(?, ?, ?, ?) as w (context_set_id, context_no, run_id, corpus_ordinal)
            join context c using (context_set_id, context_no)
            join peak p using (run_id, corpus_ordinal, context_no)""";
    private static final String SAMPLE = """
            select c.context_set_id, c.context_no, a.contexts
            from (select coalesce(sum(indexed_contexts), 0) as contexts from context_set where id = any (?)) a
            left join context c on c.context_set_id = any (?) and (hashint4(c.context_no) & 65535) < 65536.0 * ? / a.contexts
            where a.contexts > 0""";
    private static final String PEAK_WORD = """
            select run_id, features, packed from peak_word where run_id = any (?) and word = ? and part < ? order by part""";

    private static final String TOKENS = """
            select t.run_id, t.kind, t.token_id, t.packed
            from unnest(?, ?, ?) as w (run_id, kind, token_id)
            join token_feature t on t.run_id = w.run_id and t.kind = w.kind and t.token_id = w.token_id""";

    private final JdbcTemplate jdbc;

    SearchIndexRepository(DataSource database) {
        jdbc = new JdbcTemplate(database);
        jdbc.setQueryTimeout(MOST_SECONDS);
    }

    /** A word of the index and the contexts of one segment that hold it. */
    record WordRow(int contextSet, String word, int[] contexts) {}

    /** Which context, seen by which run. */
    record ContextKey(int contextSet, int contextNo, int run, int corpus) {}

    record ContextRow(ContextKey key, byte[] tokenIds, List<PeakFormat.Peak> peaks) {}

    /** A place in a corpus. */
    record Numbered(int contextSet, int contextNo) {}

    /**
     * @param tests one of which a word must pass
     * @param limit rows, at most
     */
    List<WordRow> words(Collection<Integer> contextSets, Collection<WordTest> tests, int limit) {
        List<WordRow> rows = new ArrayList<>();
        jdbc.query(
                connection -> {
                    Object[] whole = texts(tests, test -> test.kind() == WordTest.Kind.WORD, WordTest::text);
                    PreparedStatement select = connection.prepareStatement(WORDS);
                    select.setArray(1, connection.createArrayOf("integer", contextSets.toArray()));
                    select.setArray(2, connection.createArrayOf("text", whole));
                    select.setArray(3, connection.createArrayOf("integer", contextSets.toArray()));
                    select.setArray(
                            4,
                            connection.createArrayOf(
                                    "text", texts(tests, test -> test.kind() != WordTest.Kind.WORD, WordTest::like)));
                    select.setArray(5, connection.createArrayOf("text", whole));
                    select.setInt(6, limit);
                    return select;
                },
                row -> {
                    rows.add(new WordRow(
                            row.getInt(1), row.getString(2), ContextListFormat.decode(row.getBytes(4), row.getInt(3))));
                });
        return rows;
    }

    private static Object[] texts(
            Collection<WordTest> tests, Predicate<WordTest> which, Function<WordTest, String> text) {
        return tests.stream().filter(which).map(text).distinct().toArray();
    }

    /** The contexts that are wanted and that some feature has among its top examples. */
    List<ContextRow> contexts(Collection<ContextKey> wanted) {
        List<ContextRow> rows = new ArrayList<>();
        jdbc.query(
                connection -> {
                    PreparedStatement select = connection.prepareStatement(CONTEXTS);
                    select.setArray(1, numbers(connection, wanted, ContextKey::contextSet));
                    select.setArray(2, numbers(connection, wanted, ContextKey::contextNo));
                    select.setArray(3, numbers(connection, wanted, ContextKey::run));
                    select.setArray(4, numbers(connection, wanted, ContextKey::corpus));
                    return select;
                },
                row -> {
                    rows.add(new ContextRow(
                            new ContextKey(row.getInt(1), row.getInt(2), row.getInt(4), row.getInt(5)),
                            row.getBytes(3),
                            PeakFormat.decode(row.getBytes(6))));
                });
        return rows;
    }

    private static <T> Array numbers(Connection connection, Collection<T> all, Function<T, Integer> number)
            throws SQLException {
        return connection.createArrayOf("integer", all.stream().map(number).toArray());
    }

    /** Contexts that stand for all. @param all how many there are */
    record Sampled(List<Numbered> contexts, long all) {}

    /** @param wanted about so many, always the same ones */
    Sampled sample(Collection<Integer> contextSets, int wanted) {
        List<Numbered> contexts = new ArrayList<>();
        long[] all = new long[1];
        jdbc.query(
                connection -> {
                    PreparedStatement select = connection.prepareStatement(SAMPLE);
                    select.setArray(1, connection.createArrayOf("integer", contextSets.toArray()));
                    select.setArray(2, connection.createArrayOf("integer", contextSets.toArray()));
                    select.setInt(3, wanted);
                    return select;
                },
                row -> {
                    all[0] = row.getLong(3);
                    if (row.getObject(2) != null) {
                        contexts.add(new Numbered(row.getInt(1), row.getInt(2)));
                    }
                });
        return new Sampled(contexts, all[0]);
    }

    /** Of one run. @param features all that peak at the word, of which hits are those that were read */
    record PeakWordRow(int run, int features, List<PeakFormat.Hits> hits) {}

    /** @param parts how many to read: the first has the most faithful */
    List<PeakWordRow> peaksAt(Collection<Integer> runs, String word, int parts) {
        return jdbc.query(
                connection -> {
                    PreparedStatement select = connection.prepareStatement(PEAK_WORD);
                    select.setArray(1, connection.createArrayOf("integer", runs.toArray()));
                    select.setString(2, word);
                    select.setInt(3, parts);
                    return select;
                },
                (row, number) -> new PeakWordRow(row.getInt(1), row.getInt(2), PeakFormat.decodeHits(row.getBytes(3))));
    }

    /** A token of a run. */
    record TokenKey(int run, Kind kind, int token) {}

    /** The features that have some tokens; those that no feature has are left out. */
    Map<TokenKey, List<Entry>> tokens(Collection<TokenKey> wanted) {
        Map<TokenKey, List<Entry>> found = new HashMap<>();
        jdbc.query(
                connection -> {
                    PreparedStatement select = connection.prepareStatement(TOKENS);
                    select.setArray(1, numbers(connection, wanted, TokenKey::run));
                    select.setArray(
                            2, numbers(connection, wanted, key -> key.kind().code()));
                    select.setArray(3, numbers(connection, wanted, TokenKey::token));
                    return select;
                },
                row -> {
                    Kind kind = Kind.of(row.getInt(2));
                    found.put(
                            new TokenKey(row.getInt(1), kind, row.getInt(3)),
                            TokenFeatureFormat.decode(kind, row.getBytes(4)));
                });
        return found;
    }
}
