package org.featurescope.db.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.featurescope.db.DatabaseException;

/**
 * Publishes a run although PostgreSQL may go away: what was written goes with its transaction, so once it is back everything is
 * written again. Only the moment of the commit leaves a doubt; then the index is asked whether the run is in it.
 */
public final class PatientPublishing {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    private final DataSource dataSource;
    private final Duration limit;
    private final Consumer<String> remark;

    /**
     * @param limit how long to wait in all; zero: not at all
     * @param remark is told, in a sentence each, that PostgreSQL is waited for and that it is back
     */
    public PatientPublishing(DataSource dataSource, Duration limit, Consumer<String> remark) {
        this.dataSource = dataSource;
        this.limit = limit;
        this.remark = remark;
    }

    /** Writes a run and publishes it. */
    @FunctionalInterface
    public interface Attempt {

        /**
         * @param begun to be told the run's id before anything is written
         * @return the id of the published run
         */
        long publish(Begun begun);
    }

    /** Is told the id that a run will have. */
    @FunctionalInterface
    public interface Begun {
        void run(long id);
    }

    /**
     * @return the id of the published run
     * @throws DatabaseException when PostgreSQL fails otherwise, or is away for longer than the limit
     */
    public long publish(Attempt attempt) {
        long waitedNanos = 0;
        while (true) {
            long[] begun = {-1};
            try {
                return attempt.publish(id -> begun[0] = id);
            } catch (DatabaseException lost) {
                if (!lost.isConnectionLost() || waitedNanos >= limit.toNanos()) {
                    throw lost;
                }
                waitedNanos += awaitReturn(lost, waitedNanos);
                if (begun[0] >= 0 && isPublished(begun[0])) {
                    return begun[0];
                }
            }
        }
    }

    /** @return nanoseconds that it took */
    private long awaitReturn(DatabaseException lost, long waitedBefore) {
        remark.accept("PostgreSQL went away (%s). Waiting for it, up to %s; then the run is written again."
                .formatted(lost.reason(), inWords(limit.minusNanos(waitedBefore))));
        long start = System.nanoTime();
        Duration pause = FIRST_PAUSE;
        while (true) {
            pause(pause);
            long waited = System.nanoTime() - start;
            try (Connection connection = dataSource.getConnection()) {
                connection.isValid(0);
                remark.accept(
                        "PostgreSQL is back after " + inWords(Duration.ofNanos(waited)) + "; writing the run again.");
                return waited;
            } catch (SQLException e) {
                if (waitedBefore + waited >= limit.toNanos()) {
                    throw lost;
                }
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private static void pause(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("interrupted while waiting for PostgreSQL", e);
        }
    }

    private boolean isPublished(long id) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement("select 1 from run where id = ?")) {
            select.setLong(1, id);
            try (ResultSet found = select.executeQuery()) {
                return found.next();
            }
        } catch (SQLException e) {
            throw DatabaseException.during("looking whether run " + id + " was published", e);
        }
    }

    private static String inWords(Duration duration) {
        return duration.toSeconds() < 120 ? duration.toSeconds() + " s" : duration.toMinutes() + " minutes";
    }
}
