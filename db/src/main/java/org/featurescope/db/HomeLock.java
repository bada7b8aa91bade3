package org.featurescope.db;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lets several processes share the embedded server of one home folder, by two locks on a file: whoever starts or stops the
 * server holds the first byte alone, and whoever uses the server holds a share of the second. The operating system gives
 * both back when a process dies, however it dies.
 *
 * <p>One instance per home and process. Not for several threads.
 */
final class HomeLock implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 50;
    private static final long CHANGE = 0;
    private static final long USE = 1;

    // File locks belong to the whole process, and closing any channel of the file gives all of them back: hence this
    // guard.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;
    private @Nullable FileLock change;
    private @Nullable FileLock use;

    private HomeLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * @param home an existing folder, its real path
     * @throws DatabaseException when this process has it open already
     */
    static HomeLock of(Path home) throws IOException {
        Path file = home.resolve("postgres.lock");
        if (!HELD_HERE.add(file)) {
            throw new DatabaseException(
                    "the database in " + home + " must be opened once in a process, it is open already");
        }
        try {
            return new HomeLock(
                    file,
                    FileChannel.open(
                            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (IOException e) {
            HELD_HERE.remove(file);
            throw e;
        }
    }

    /** Waits until no other process starts or stops the server, and lets none do so until {@link #endChange}. */
    void beginChange() throws IOException {
        long start = System.nanoTime();
        change = channel.tryLock(CHANGE, 1, false);
        while (change == null) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new DatabaseException("another process has been starting or stopping the database in "
                        + file.getParent() + " for " + PATIENCE.toSeconds() + " s; end it, then try again");
            }
            pause();
            change = channel.tryLock(CHANGE, 1, false);
        }
    }

    void endChange() throws IOException {
        if (change != null) {
            change.release();
        }
    }

    /** Joins the users of the server; within a change. */
    void join() throws IOException {
        use = channel.tryLock(USE, 1, true);
        if (use == null) {
            throw new IllegalStateException(file + " is locked by a process that keeps to no rules");
        }
    }

    /**
     * Leaves the users of the server; within a change.
     *
     * @return whether no process uses it any more
     */
    boolean leave() throws IOException {
        if (use != null) {
            use.release();
        }
        try (FileLock last = channel.tryLock(USE, 1, false)) {
            return last != null;
        }
    }

    static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("interrupted while waiting for the embedded PostgreSQL", e);
        }
    }

    /** Gives every lock back. */
    @Override
    public void close() throws IOException {
        try (channel) {
            HELD_HERE.remove(file);
        }
    }
}
