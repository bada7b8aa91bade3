package org.featurescope.db.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import org.featurescope.db.DatabaseException;
import org.featurescope.db.Sql;
import org.featurescope.db.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RunDeletionIT {

    private static final String TABLES = """
            select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1""";

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void leavesNothingButItsNumber() throws Exception {
        List<String> tables = Sql.rows(database.dataSource(), TABLES);
        long run = SampleRun.publish(database.dataSource(), "only", 0, 3);
        assertThat(Sql.rows(database.dataSource(), TABLES)).hasSizeGreaterThan(tables.size());

        RunDeletion.delete(database.dataSource(), run);

        assertThat(Sql.rows(database.dataSource(), TABLES)).isEqualTo(tables);
        for (String table : tables) {
            if (!table.equals("flyway_schema_history") && !table.equals("retired_run")) {
                assertThat(Sql.one(database.dataSource(), "select count(*) from " + table))
                        .as(table)
                        .isEqualTo("0");
            }
        }
        assertThat(Sql.rows(database.dataSource(), "select id, model from retired_run"))
                .containsExactly(run + "|tiny");
        assertThat(SampleRun.publish(database.dataSource(), "next", 0, 1)).isGreaterThan(run);
    }

    @Test
    void keepsWhatAnotherRunUses() throws Exception {
        long first = SampleRun.publish(database.dataSource(), "first", 0, 3);
        long second = SampleRun.publish(database.dataSource(), "second", 1, 2);
        String kept = digest(second);

        RunDeletion.delete(database.dataSource(), first);

        assertThat(digest(second)).isEqualTo(kept);
        assertThat(Sql.rows(database.dataSource(), "select name from source")).containsExactly("1-mlp");
        assertThat(Sql.rows(database.dataSource(), "select name from run")).containsExactly("second");
        assertThat(
                        Sql.one(
                                database.dataSource(),
                                "select (select count(*) from model), (select count(*) from token), (select count(*) from corpus)"))
                .isEqualTo("1|3|1");
    }

    private String digest(long run) throws SQLException {
        return Sql.one(database.dataSource(), """
                select md5(string_agg(f::text, '|' order by f::text)) || '-' || (select count(*) from context)
                from feature f where run_id = %d""".formatted(run));
    }

    @Test
    void refusesARunThatIsNotThere() {
        assertThatThrownBy(() -> RunDeletion.delete(database.dataSource(), 77))
                .isInstanceOf(DatabaseException.class)
                .hasMessage("there is no run 77; `featurescope runs` lists those there are");
    }
}
