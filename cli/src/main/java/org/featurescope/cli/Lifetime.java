package org.featurescope.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;

/**
 * The end of the program, however it comes: at the end of a command, by Ctrl-C or by a termination signal. What was
 * opened is closed in reverse order by a single shutdown hook, so that the web app stops before its database.
 */
final class Lifetime {

    private static final Deque<Runnable> OPEN = new ArrayDeque<>();
    private static final CountDownLatch ENDING = new CountDownLatch(1);

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(Lifetime::closeAll, "featurescope-end"));
    }

    private Lifetime() {}

    static void closeAtEnd(Runnable close) {
        synchronized (OPEN) {
            OPEN.push(close);
        }
    }

    static boolean isEnding() {
        return ENDING.getCount() == 0;
    }

    /** Returns when the program is told to end. */
    static void await() throws InterruptedException {
        ENDING.await();
    }

    private static void closeAll() {
        ENDING.countDown();
        synchronized (OPEN) {
            while (!OPEN.isEmpty()) {
                closeOne(OPEN.pop());
            }
        }
    }

    private static void closeOne(Runnable close) {
        try {
            close.run();
        } catch (RuntimeException e) {
            System.err.println("featurescope: while closing: " + e);
        }
    }
}
