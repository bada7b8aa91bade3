package org.featurescope.db;

import java.sql.SQLException;

/** Says in one sentence why a connection could not be made. */
final class ConnectionFailure {
    private ConnectionFailure() {}

    static DatabaseException explained(SQLException failure, JdbcAddress address) {
        String at = "PostgreSQL at " + address.server();
        String reason = DatabaseException.reason(failure);
        String sentence = switch (DatabaseException.stateOf(failure)) {
            case "28P01", "28000", "08004" ->
                at + " refuses user '" + address.user() + "' (" + reason
                        + "); give user and password in the address (?user=…&password=…), in PGUSER and PGPASSWORD,"
                        + " or in a pgpass file";
            case "3D000" -> at + " does not have that database (" + reason + "); make it with createdb";
            case "08001", "08006" ->
                at + " cannot be reached (" + reason + "); see that it runs and listens there, or correct the address";
            case "53300" -> at + " has no connection left (" + reason + "); raise its max_connections";
            case "57P03" -> at + " is not ready (" + reason + "); try again in a moment";
            default -> at + " refuses the connection: " + reason;
        };
        return new DatabaseException(sentence, failure);
    }
}
