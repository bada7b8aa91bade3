package org.featurescope.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The PostgreSQL of this JVM's tests, started when first needed: a given one, else a container, else an embedded one. */
record TestServer(String jdbcUrl, String user, @Nullable String password) {
    private static final String SETTING = "FEATURESCOPE_TEST_DB";
    private static final String IMAGE = "postgres:17";

    static TestServer shared() {
        return Holder.SERVER;
    }

    private static TestServer choose() {
        String given = System.getProperty(SETTING, System.getenv().getOrDefault(SETTING, ""));
        if (!given.isEmpty()) {
            JdbcAddress address = JdbcAddress.parse(given, System.getenv());
            return said(SETTING, new TestServer(address.url(), address.user(), address.password()));
        }
        return dockerAnswers() ? container() : embedded();
    }

    private static boolean dockerAnswers() {
        Path socket = Path.of("/var/run/docker.sock");
        Path userSocket = Path.of(System.getProperty("user.home"), ".docker/run/docker.sock");
        // Only where there is something to ask: the failed probe logs at length.
        boolean askable = System.getenv("DOCKER_HOST") != null
                || Files.exists(socket)
                || Files.exists(userSocket)
                || Files.exists(Path.of(System.getProperty("user.home"), ".testcontainers.properties"));
        return askable && DockerClientFactory.instance().isDockerAvailable();
    }

    @SuppressWarnings("resource") // Testcontainers removes it when the JVM ends
    private static TestServer container() {
        PostgreSQLContainer container = new PostgreSQLContainer(IMAGE);
        container.start();
        return said(
                "a container of " + IMAGE,
                new TestServer(container.getJdbcUrl(), container.getUsername(), container.getPassword()));
    }

    private static TestServer embedded() {
        try {
            Path home = Files.createTempDirectory("featurescope-test-db");
            Database database = Database.open(home, null);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(database, home), "test-database-closer"));
            return said(
                    "embedded PostgreSQL (no " + SETTING + ", no Docker)",
                    new TestServer(database.jdbcUrl(), database.user(), database.password()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void remove(Database database, Path home) {
        database.close();
        try {
            Folders.delete(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestServer said(String choice, TestServer server) {
        System.out.println("test database: " + choice + " at " + server.jdbcUrl());
        return server;
    }

    /** The address of another database of this server. */
    String jdbcUrl(String database) {
        return jdbcUrl.replaceFirst("/[^/?]+(\\?|$)", "/" + database + "$1");
    }

    void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw DatabaseException.during("preparing a test database", e);
        }
    }

    private static final class Holder {
        static final TestServer SERVER = choose();
    }
}
