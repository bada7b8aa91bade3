package org.featurescope.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections to an embedded server, which is started again if it has died. */
final class EmbeddedDataSource extends PGSimpleDataSource {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable EmbeddedServer server;

    EmbeddedDataSource(EmbeddedServer server) {
        this.server = server;
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            return super.getConnection();
        } catch (SQLException e) {
            if (!DatabaseException.isConnectionLost(e)) {
                throw e;
            }
            setUrl(Objects.requireNonNull(server).revive().url());
            return super.getConnection();
        }
    }
}
