package org.featurescope.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A given PostgreSQL: migrated, and explained when it cannot be used. */
final class DatabaseIT {
    private static final Path UNUSED = Path.of("unused");

    @Test
    void opensMigratedAndAgainWithoutChange() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            open(database).close();
            assertThat(Sql.rows(database.dataSource(), "select version, success from flyway_schema_history"))
                    .containsExactly(
                            "1|true",
                            "2|true",
                            "3|true",
                            "4|true",
                            "4.1|true",
                            "5|true",
                            "5.1|true",
                            "6|true",
                            "6.1|true",
                            "6.2|true",
                            "7|true",
                            "8|true",
                            "8.1|true");
            assertThat(Sql.one(database.dataSource(), "select count(*) from evidence"))
                    .isEqualTo("0");
        }
    }

    @Test
    void processesThatMigrateAtTheSameTimeDoSoOnce() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            Sql.execute(database.dataSource(), "drop schema public cascade; create schema public");
            ExecutorService threads = Executors.newFixedThreadPool(3);
            List<Future<?>> opened = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                opened.add(threads.submit(() -> open(database).close()));
            }
            for (Future<?> one : opened) {
                one.get();
            }
            threads.shutdown();
            assertThat(Sql.one(database.dataSource(), "select count(*) from flyway_schema_history"))
                    .isEqualTo("13");
        }
    }

    @Test
    void aSchemaOfANewerProgramIsRefused() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            Sql.execute(database.dataSource(), """
                    insert into flyway_schema_history select 999, '999', 'later', 'SQL', 'V999__later.sql', 1, 'x', now(), 1, true
                    """);
            assertThatThrownBy(() -> open(database))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("is version 999, made by a newer Featurescope");
        }
    }

    @Test
    void aDatabaseOfSomethingElseIsRefused() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            Sql.execute(
                    database.dataSource(), "drop schema public cascade; create schema public; create table theirs ()");
            assertThatThrownBy(() -> open(database))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("give a database that only Featurescope uses");
        }
    }

    private static Database open(TestDatabase database) {
        return Database.open(UNUSED, TestServer.shared().jdbcUrlWithCredentials(nameOf(database)));
    }

    private static String nameOf(TestDatabase database) {
        return database.jdbcUrl().replaceFirst(".*/([^/?]+)(\\?.*)?$", "$1");
    }

    @Test
    void anUnreachableServerIsExplained() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        assertThatThrownBy(
                        () -> Database.open(UNUSED, "jdbc:postgresql://127.0.0.1:" + port + "/index?password=s3cret"))
                .isInstanceOf(DatabaseException.class)
                .hasMessageStartingWith("PostgreSQL at 127.0.0.1:" + port + "/index cannot be reached (")
                .hasMessageContaining("see that it runs and listens there")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aMissingDatabaseIsExplained() {
        assertThatThrownBy(() -> Database.open(UNUSED, TestServer.shared().jdbcUrlWithCredentials("not_there")))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("not_there does not have that database (")
                .hasMessageContaining("make it with createdb");
    }

    @Test
    void aRefusedUserIsExplainedWithoutThePassword() {
        String url = TestServer.shared().jdbcUrl();
        String stranger = url + (url.contains("?") ? "&" : "?") + "user=stranger&password=s3cret";
        assertThatThrownBy(() -> Database.open(UNUSED, stranger))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("refuses user 'stranger' (")
                .hasMessageContaining("PGPASSWORD")
                .hasMessageNotContaining("s3cret");
    }
}
