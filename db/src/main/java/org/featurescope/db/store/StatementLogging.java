package org.featurescope.db.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.featurescope.db.DatabaseException;

/**
 * A server that logs every statement until this is closed, for measuring. The user must be one who may change the server's
 * settings.
 */
public final class StatementLogging implements AutoCloseable {

    private final Connection connection;
    private final Statement statement;

    private StatementLogging(Connection connection) throws SQLException {
        this.connection = connection;
        statement = connection.createStatement();
    }

    /** @param linePrefix {@code log_line_prefix} of the lines, without an apostrophe */
    public static StatementLogging begin(DataSource dataSource, String linePrefix) {
        try {
            StatementLogging logging = new StatementLogging(dataSource.getConnection());
            logging.set("log_line_prefix = '" + linePrefix + "'");
            logging.set("log_statement = 'all'");
            return logging;
        } catch (SQLException e) {
            throw DatabaseException.during("beginning to log statements", e);
        }
    }

    /** Runs a statement only so that it stands in the log. */
    public void mark(String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            throw DatabaseException.during("marking the log of statements", e);
        }
    }

    /** All processes of the server know it a moment later. */
    private void set(String setting) throws SQLException {
        statement.execute("alter system set " + setting);
        statement.execute("select pg_reload_conf()");
        statement.execute("select pg_sleep(1)");
    }

    @Override
    public void close() {
        try (connection) {
            set("log_statement = default");
        } catch (SQLException e) {
            throw DatabaseException.during("ending to log statements", e);
        }
    }
}
