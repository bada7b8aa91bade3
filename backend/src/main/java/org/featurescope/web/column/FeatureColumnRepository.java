package org.featurescope.web.column;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.featurescope.db.format.ColumnFormat;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The table {@code feature_column}. */
@Component
class FeatureColumnRepository {

    private static final String SELECT = """
            select c.run_id, c.source_id, c.name, w.features, c.first_feature, c.packed
            from unnest(?, ?, ?, ?) as w (run_id, source_id, name, features) join feature_column c using (run_id, source_id, name)
            """;
    private static final int FETCH_ROWS = 100;

    private final JdbcTemplate jdbc;

    FeatureColumnRepository(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The key of a column. @param features of the source */
    record Stored(int run, int source, String name, int features) {}

    /** All that are wanted; one that is not there is undefined throughout. */
    Map<Stored, Column> read(Collection<Stored> wanted) {
        Map<Stored, float[]> values = new HashMap<>();
        jdbc.query(connection -> select(connection, wanted), row -> {
            Stored key = new Stored(row.getInt(1), row.getInt(2), row.getString(3), row.getInt(4));
            ColumnFormat.decode(
                    row.getBytes(6), values.computeIfAbsent(key, FeatureColumnRepository::undefined), row.getInt(5));
        });
        Map<Stored, Column> columns = new HashMap<>();
        for (Stored key : wanted) {
            float[] found = values.get(key);
            columns.put(key, found == null ? Column.undefined(key.features()) : new Column(found));
        }
        return columns;
    }

    private static float[] undefined(Stored key) {
        float[] values = new float[key.features()];
        Arrays.fill(values, Float.NaN);
        return values;
    }

    private static PreparedStatement select(Connection connection, Collection<Stored> wanted) throws SQLException {
        PreparedStatement select =
                connection.prepareStatement(SELECT, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        select.setFetchSize(FETCH_ROWS);
        select.setArray(1, array(connection, "integer", wanted.stream().map(Stored::run)));
        select.setArray(2, array(connection, "integer", wanted.stream().map(Stored::source)));
        select.setArray(3, array(connection, "text", wanted.stream().map(Stored::name)));
        select.setArray(4, array(connection, "integer", wanted.stream().map(Stored::features)));
        return select;
    }

    private static Array array(Connection connection, String type, java.util.stream.Stream<?> values)
            throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }
}
