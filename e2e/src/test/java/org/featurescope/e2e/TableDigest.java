package org.featurescope.e2e;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * What the published tables hold, a digest for each: of all columns but numbers that a database gives and times. A reference to a
 * source counts by the source's name. Two indexes of one run are the same if their digests are.
 */
final class TableDigest {

    private static final String TABLES = """
            select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
              and c.relname not in ('flyway_schema_history', 'retired_run') order by 1""";

    /** What is not given by the database, although its name sounds like it. */
    private static final String COLUMNS = """
            select column_name from information_schema.columns where table_schema = 'public' and table_name = '%s'
              and column_name not in ('id', 'model_id', 'tokenizer_id', 'corpus_id', 'context_set_id', 'run_id')
              and column_name <> 'seconds' and column_name !~ '_at$' order by 1""";

    private TableDigest() {}

    /** By table. */
    static Map<String, String> of(DataSource dataSource) throws SQLException {
        Map<String, String> digests = new TreeMap<>();
        try (Connection connection = dataSource.getConnection()) {
            for (String table : strings(connection, TABLES)) {
                String row = strings(connection, COLUMNS.formatted(table)).stream()
                        .map(TableDigest::value)
                        .collect(Collectors.joining(", "));
                String rows = "select count(*) || ' rows, ' || coalesce(md5(string_agg(r, E'\\n' order by r)), '')"
                        + " from (select row(" + row + ")::text as r from " + table + " t) as all_rows";
                digests.put(table, strings(connection, rows).get(0));
            }
        }
        return digests;
    }

    private static String value(String column) {
        return column.equals("source_id")
                ? "(select s.name from source s where s.id = t.source_id)"
                : "t.\"" + column + "\"";
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        List<String> strings = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                strings.add(row.getString(1));
            }
        }
        return strings;
    }
}
