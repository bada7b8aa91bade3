package org.featurescope.db;

import java.sql.SQLException;
import java.util.Locale;

/** PostgreSQL cannot be reached, started or written to; the message says what happened and what to do. */
public final class DatabaseException extends RuntimeException {
    private static final String DISK_FULL = "53100";
    private static final String NOT_PERMITTED = "42501";

    public DatabaseException(String message) {
        super(message);
    }

    public DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * In words what went wrong in a transaction that is thereby rolled back.
     *
     * @param action what was being done, like {@code "writing contexts"}
     */
    public static DatabaseException during(String action, SQLException failure) {
        String state = stateOf(failure);
        String reason = reason(failure);
        if (state.equals(DISK_FULL) || reason.toLowerCase(Locale.ROOT).contains("no space left on device")) {
            return new DatabaseException(
                    "the disk of PostgreSQL is full: " + action + " failed (" + reason
                            + "); nothing of it was stored, and what was published before is untouched;"
                            + " free some space there and start again",
                    failure);
        }
        if (isConnectionLost(failure)) {
            return new DatabaseException(
                    "the connection to PostgreSQL was lost while " + action + " (" + reason
                            + "); nothing of it was stored, and what was published before is untouched;"
                            + " see in its log why, and start again",
                    failure);
        }
        String remedy = state.equals(NOT_PERMITTED) ? "; connect as the owner of the database" : "";
        return new DatabaseException(
                "PostgreSQL refused while " + action + ": " + reason + " (SQLSTATE " + state + ")" + remedy, failure);
    }

    /** Whether the server went away: connection exceptions, and shutdown by an administrator or a crash. */
    public static boolean isConnectionLost(SQLException failure) {
        String state = stateOf(failure);
        return state.startsWith("08") || state.startsWith("57P0");
    }

    static String stateOf(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "unknown" : state;
    }

    /** The server's own words, in one line, with nothing that looks like a password. */
    static String reason(SQLException failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        String oneLine = message.strip().replaceAll("\\s*\\R\\s*", "; ");
        return JdbcAddress.masked(oneLine);
    }
}
