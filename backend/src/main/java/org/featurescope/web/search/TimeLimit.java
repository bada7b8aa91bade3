package org.featurescope.web.search;

/** A moment by which a search must be done. */
final class TimeLimit {

    /** Asking for the time takes longer than comparing a character. */
    private static final int CHECKS_A_LOOK = 256;

    private final long end;
    private int checks;

    private TimeLimit(long end) {
        this.end = end;
    }

    static TimeLimit ofMillis(long millis) {
        return new TimeLimit(System.nanoTime() + millis * 1_000_000);
    }

    /** @throws Reached when the moment is past */
    void check() {
        if (++checks % CHECKS_A_LOOK == 0 && isPast()) {
            throw new Reached();
        }
    }

    boolean isPast() {
        return System.nanoTime() - end > 0;
    }

    /** The search takes too long. */
    static final class Reached extends RuntimeException {

        Reached() {
            super("the search takes too long", null, false, false);
        }
    }
}
