package org.featurescope.db;

import java.sql.SQLException;
import java.util.Locale;

/** PostgreSQL cannot be reached, started or written to; the message says what happened and what to do. */
public final class DatabaseException extends RuntimeException {
    public DatabaseException(String message) {
        super(message);
    }

    public DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * In words what went wrong while reading.
     *
     * @param action what was being done, like {@code "listing the runs"}
     */
    public static DatabaseException during(String action, SQLException failure) {
        return explained(action, "", failure);
    }

    /**
     * In words what went wrong in a transaction that is thereby rolled back.
     *
     * @param action what was being done, like {@code "writing contexts"}
     */
    public static DatabaseException duringTransaction(String action, SQLException failure) {
        return explained(action, "nothing of this was stored, what was published before is untouched; ", failure);
    }

    private static DatabaseException explained(String action, String consequence, SQLException failure) {
        String reason = reason(failure);
        return new DatabaseException(
                switch (kindOf(failure)) {
                    case DISK_FULL ->
                        "the disk of PostgreSQL is full: " + action + " failed (" + reason + "); " + consequence
                                + "free some space there and start again";
                    case CONNECTION_LOST ->
                        "the connection to PostgreSQL was lost while " + action + " (" + reason + "); " + consequence
                                + "see that it runs, its log says why it went away, and start again";
                    case NOT_PERMITTED ->
                        "PostgreSQL does not permit " + action + " (" + reason + "); " + consequence
                                + "connect as the owner of the database";
                    case OTHER ->
                        "PostgreSQL refused while " + action + ": " + reason + " (SQLSTATE " + stateOf(failure) + ")";
                },
                failure);
    }

    private enum Kind {
        DISK_FULL,
        CONNECTION_LOST,
        NOT_PERMITTED,
        OTHER
    }

    private static Kind kindOf(SQLException failure) {
        // Not every place in PostgreSQL sets 53100 when the system says ENOSPC.
        boolean noSpace = reason(failure).toLowerCase(Locale.ROOT).contains("no space left on device");
        if (noSpace || stateOf(failure).equals("53100")) {
            return Kind.DISK_FULL;
        }
        if (isConnectionLost(failure)) {
            return Kind.CONNECTION_LOST;
        }
        return stateOf(failure).equals("42501") ? Kind.NOT_PERMITTED : Kind.OTHER;
    }

    /** Whether the server went away, so that the same may succeed when it is back. */
    public boolean isConnectionLost() {
        return getCause() instanceof SQLException failure && isConnectionLost(failure);
    }

    /** The server's or the driver's own words, in one line, without passwords; the message if there are none. */
    public String reason() {
        return getCause() instanceof SQLException failure ? reason(failure) : String.valueOf(getMessage());
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
