package org.featurescope.db;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The index, opened and migrated: a given PostgreSQL, or an embedded one under the home folder.
 *
 * <p>Closing stops the embedded server, unless another process still uses it; a given one is left alone. Threads may share
 * it.
 */
public final class Database implements AutoCloseable {
    private static final String APPLICATION_NAME = "featurescope";

    private final JdbcAddress address;
    private final DataSource dataSource;
    private final @Nullable EmbeddedServer embedded;

    private Database(JdbcAddress address, DataSource dataSource, @Nullable EmbeddedServer embedded) {
        this.address = address;
        this.dataSource = dataSource;
        this.embedded = embedded;
    }

    /**
     * @param home folder of the embedded server; unused when an address is given
     * @param jdbcUrl address of an existing PostgreSQL; null: the embedded one
     * @throws DatabaseException with a sentence on what to do, when it cannot be reached, started or migrated
     */
    public static Database open(Path home, @Nullable String jdbcUrl) {
        return jdbcUrl == null ? embedded(home) : given(JdbcAddress.parse(jdbcUrl, System.getenv()));
    }

    private static Database given(JdbcAddress address) {
        return new Database(address, migrated(new PGSimpleDataSource(), address), null);
    }

    private static Database embedded(Path home) {
        EmbeddedServer server = EmbeddedServer.start(home);
        try {
            DataSource dataSource = migrated(new EmbeddedDataSource(server), server.address());
            return new Database(server.address(), dataSource, server);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static DataSource migrated(PGSimpleDataSource dataSource, JdbcAddress address) {
        dataSource.setUrl(address.url());
        dataSource.setUser(address.user());
        if (address.password() != null) {
            dataSource.setPassword(address.password());
        }
        dataSource.setApplicationName(APPLICATION_NAME);
        dataSource.setTcpKeepAlive(true);
        try (Connection connection = dataSource.getConnection()) {
            connection.isValid(0);
        } catch (SQLException e) {
            throw ConnectionFailure.explained(e, address);
        }
        SchemaMigration.apply(dataSource, address.server());
        return dataSource;
    }

    /** Gives a new connection each time; wrap it in a pool where many are needed. */
    public DataSource dataSource() {
        return dataSource;
    }

    /** Without user and password, hence fit to be shown. */
    public String jdbcUrl() {
        return address.url();
    }

    public String user() {
        return address.user();
    }

    /** Null when none was given: the driver then looks into the pgpass file itself. */
    public @Nullable String password() {
        return address.password();
    }

    /** A text that may hold addresses of databases, such as a command line, with every password masked. */
    public static String withoutPasswords(String text) {
        return JdbcAddress.masked(text);
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }
}
