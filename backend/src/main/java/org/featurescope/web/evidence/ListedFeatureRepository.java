package org.featurescope.web.evidence;

import java.io.ByteArrayOutputStream;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Features of several sources and runs at once, which JPA has no words for. */
@Component
class ListedFeatureRepository {

    private static final String WANTED = "from unnest(?, ?, ?) as w (run_id, source_id, feature_index) ";
    private static final String FEATURES = """
            select f.*, e.bytes %s join feature f using (run_id, source_id, feature_index)
            left join evidence e on e.run_id = f.run_id and e.source_id = f.source_id
              and e.feature_index = f.feature_index and e.part = 0""".formatted(WANTED);
    private static final String EVIDENCE = "select e.run_id, e.source_id, e.feature_index, e.bytes " + WANTED
            + "join evidence e using (run_id, source_id, feature_index) order by e.part";
    private static final String CONTEXTS = """
            select c.context_set_id, c.context_no, c.token_ids, d.external_id
            from unnest(?, ?) as w (context_set_id, context_no) join context c using (context_set_id, context_no)
            join context_set s on s.id = c.context_set_id
            join document d on d.corpus_id = s.corpus_id and d.document_no = c.document_no""";
    private static final String RAISING = """
            select feature_index, logit_effects[array_position(logit_tokens, ?)] from feature
            where run_id = ? and source_id = ? and logit_tokens @> array[?]""";

    private static final String WHOLE = """
            select f.*, array(select e.bytes from evidence e where e.run_id = f.run_id and e.source_id = f.source_id
              and e.feature_index = f.feature_index order by e.part) as parts,
              array(select (to_jsonb(x) - 'words')::text from explanation x where x.source_id = f.source_id
              and x.feature_index = f.feature_index order by x.id) as explanations
            %s join feature f using (run_id, source_id, feature_index)""".formatted(WANTED);

    private final JdbcTemplate jdbc;

    ListedFeatureRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    record Key(int run, int source, int feature) {}

    /**
     * @param firstPart of the evidence; null: there is none
     * @param logitEffects as many as tokens
     */
    record Row(FeatureEntity facts, List<Integer> logitTokens, List<Float> logitEffects, byte @Nullable [] firstPart) {}

    record ContextKey(int contextSet, int contextNo) {}

    record Context(byte[] tokenIds, String document) {}

    Map<Key, Row> read(Collection<Key> wanted) {
        Map<Key, Row> rows = new HashMap<>();
        jdbc.query(connection -> select(connection, FEATURES, wanted), row -> {
            rows.put(
                    key(row),
                    new Row(
                            feature(row),
                            array(row, "logit_tokens", Integer[].class),
                            array(row, "logit_effects", Float[].class),
                            row.getBytes("bytes")));
        });
        return rows;
    }

    /** All parts of each, joined. */
    Map<Key, byte[]> evidence(Collection<Key> wanted) {
        Map<Key, ByteArrayOutputStream> parts = new HashMap<>();
        jdbc.query(connection -> select(connection, EVIDENCE, wanted), row -> {
            parts.computeIfAbsent(key(row), key -> new ByteArrayOutputStream()).writeBytes(row.getBytes("bytes"));
        });
        Map<Key, byte[]> whole = new HashMap<>();
        parts.forEach((key, bytes) -> whole.put(key, bytes.toByteArray()));
        return whole;
    }

    Map<ContextKey, Context> contexts(Collection<ContextKey> wanted) {
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Map<ContextKey, Context> contexts = new HashMap<>();
        jdbc.query(
                connection -> {
                    PreparedStatement select = connection.prepareStatement(CONTEXTS);
                    select.setArray(1, array(connection, wanted, ContextKey::contextSet));
                    select.setArray(2, array(connection, wanted, ContextKey::contextNo));
                    return select;
                },
                row -> {
                    contexts.put(
                            new ContextKey(row.getInt(1), row.getInt(2)),
                            new Context(row.getBytes(3), row.getString(4)));
                });
        return contexts;
    }

    /** By feature. */
    Map<Integer, Float> raising(int run, int source, int token) {
        Map<Integer, Float> effects = new HashMap<>();
        jdbc.query(
                RAISING,
                row -> {
                    effects.put(row.getInt(1), row.getFloat(2));
                },
                token,
                run,
                source,
                token);
        return effects;
    }

    /**
     * @param parts of the evidence
     * @param explanations rows of the table, as JSON
     */
    record WholeRow(FeatureEntity facts, List<byte[]> parts, List<String> explanations) {}

    Map<Key, WholeRow> whole(Collection<Key> wanted) {
        Map<Key, WholeRow> rows = new HashMap<>();
        jdbc.query(connection -> select(connection, WHOLE, wanted), row -> {
            rows.put(
                    key(row),
                    new WholeRow(
                            feature(row),
                            array(row, "parts", byte[][].class),
                            array(row, "explanations", String[].class)));
        });
        return rows;
    }

    private static PreparedStatement select(Connection connection, String sql, Collection<Key> wanted)
            throws SQLException {
        PreparedStatement select = connection.prepareStatement(sql);
        select.setArray(1, array(connection, wanted, Key::run));
        select.setArray(2, array(connection, wanted, Key::source));
        select.setArray(3, array(connection, wanted, Key::feature));
        return select;
    }

    private static <T> Array array(Connection connection, Collection<T> all, Function<T, Integer> number)
            throws SQLException {
        return connection.createArrayOf("integer", all.stream().map(number).toArray());
    }

    private static Key key(ResultSet row) throws SQLException {
        return new Key(row.getInt("run_id"), row.getInt("source_id"), row.getInt("feature_index"));
    }

    private static <T> List<T> array(ResultSet row, String column, Class<T[]> type) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? List.of() : Arrays.asList(type.cast(array.getArray()));
    }

    private static FeatureEntity feature(ResultSet row) throws SQLException {
        FeatureEntity feature = new FeatureEntity();
        Key key = key(row);
        feature.id = new FeatureEntity.Key(key.run(), key.source(), key.feature());
        feature.density = row.getObject("density", Double.class);
        feature.bars = row.getBytes("bars");
        feature.activeTokens = row.getObject("active_tokens", Long.class);
        feature.maximum = row.getObject("maximum", Float.class);
        feature.minimum = row.getObject("minimum", Float.class);
        feature.mean = row.getObject("mean", Double.class);
        feature.histogram = row.getBytes("histogram");
        feature.activeContexts = row.getObject("active_contexts", Long.class);
        feature.standardDeviation = row.getObject("standard_deviation", Double.class);
        feature.skewness = row.getObject("skewness", Double.class);
        feature.kurtosis = row.getObject("kurtosis", Double.class);
        feature.lookupShare = row.getObject("lookup_share", Double.class);
        feature.inputNorm = row.getObject("input_norm", Double.class);
        feature.outputNorm = row.getObject("output_norm", Double.class);
        feature.inputOutputCosine = row.getObject("input_output_cosine", Double.class);
        Array auc = row.getArray("auc");
        feature.auc = auc == null ? null : (Float[]) auc.getArray();
        return feature;
    }
}
