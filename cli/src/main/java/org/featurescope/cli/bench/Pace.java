package org.featurescope.cli.bench;

import java.util.concurrent.locks.LockSupport;

/** When what one connection asks is due: so long after the one before was due, however long that took. Not for several threads. */
final class Pace {

    private final long pause;
    private long due;

    /**
     * @param first when the first is due, by {@link System#nanoTime}
     * @param pause nanoseconds from one to the next; 0: each is due when the one before is done
     */
    Pace(long first, long pause) {
        this.due = first;
        this.pause = pause;
    }

    /** Nanoseconds between those of one connection, when all connections together are to ask so often. */
    static long pause(int connections, double perSecond) {
        return (long) (1e9 * connections / perSecond);
    }

    void awaitDue() {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /**
     * What was due is done.
     *
     * @return seconds since it was due, so that waiting for the one before counts
     */
    double done() {
        long now = System.nanoTime();
        double seconds = (now - due) / 1e9;
        due = pause == 0 ? now : due + pause;
        return seconds;
    }

    /** Whether the next is due by then. */
    boolean isDueBefore(long end) {
        return due < end;
    }
}
