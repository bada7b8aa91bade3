package org.featurescope.db;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Brings the schema of a database up to this program's. Safe when several processes do so at once. */
final class SchemaMigration {
    private static final int OLDEST_MAJOR_VERSION = 15; // `unique nulls not distinct`

    private SchemaMigration() {}

    /**
     * @param server as messages name it
     * @throws DatabaseException when the server is too old, or the schema is newer than this program or not ours
     */
    static void apply(DataSource dataSource, String server) {
        requireVersion(dataSource, server);
        Flyway flyway = Flyway.configure()
                .dataSource(dataSource)
                .loggers("slf4j")
                .locations("classpath:db/migration")
                .load();
        try {
            requireKnown(flyway, server);
            flyway.migrate();
        } catch (FlywayException e) {
            throw new DatabaseException(
                    "the schema of PostgreSQL at " + server + " could not be brought up to date: "
                            + JdbcAddress.masked(oneLine(e)) + "; give a database that only Featurescope uses",
                    e);
        }
    }

    private static void requireVersion(DataSource dataSource, String server) {
        try (Connection connection = dataSource.getConnection()) {
            int major = connection.getMetaData().getDatabaseMajorVersion();
            if (major < OLDEST_MAJOR_VERSION) {
                throw new DatabaseException("PostgreSQL at " + server + " must be version " + OLDEST_MAJOR_VERSION
                        + " or newer, got " + connection.getMetaData().getDatabaseProductVersion());
            }
        } catch (SQLException e) {
            throw DatabaseException.during("asking " + server + " for its version", e);
        }
    }

    private static void requireKnown(Flyway flyway, String server) {
        for (MigrationInfo migration : flyway.info().applied()) {
            if (migration.getState() == MigrationState.FUTURE_SUCCESS) {
                throw new DatabaseException("the schema of PostgreSQL at " + server + " is version "
                        + migration.getVersion() + ", made by a newer Featurescope; use that one");
            }
        }
    }

    private static String oneLine(FlywayException failure) {
        return String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; ");
    }
}
