package org.featurescope.db;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A fresh, migrated database for one test class, on the one PostgreSQL that all tests of the JVM share: that of the system
 * property or variable FEATURESCOPE_TEST_DB (a JDBC address whose user may create databases), else a container where Docker
 * answers, else an embedded one. Closing drops the database.
 */
public final class TestDatabase implements AutoCloseable {
    private final String name;
    private final Database database;

    private TestDatabase(String name, Database database) {
        this.name = name;
        this.database = database;
    }

    public static TestDatabase create() {
        TestServer server = TestServer.shared();
        String name = "test_" + UUID.randomUUID().toString().replace("-", "");
        server.execute("create database " + name);
        return new TestDatabase(name, Database.open(Path.of("unused"), urlWithCredentials(server, name)));
    }

    private static String urlWithCredentials(TestServer server, String name) {
        String url = server.jdbcUrl(name);
        String credentials = "user=" + encoded(server.user());
        String password = server.password();
        if (password != null) {
            credentials += "&password=" + encoded(password);
        }
        return url + (url.contains("?") ? "&" : "?") + credentials;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    public Database database() {
        return database;
    }

    public DataSource dataSource() {
        return database.dataSource();
    }

    public String jdbcUrl() {
        return database.jdbcUrl();
    }

    public String user() {
        return database.user();
    }

    public @Nullable String password() {
        return database.password();
    }

    @Override
    public void close() {
        database.close();
        TestServer.shared().execute("drop database " + name + " with (force)");
    }
}
