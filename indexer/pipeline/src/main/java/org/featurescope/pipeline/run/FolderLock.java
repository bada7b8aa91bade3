package org.featurescope.pipeline.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps other processes off the folder of an unfinished run. The operating system gives the lock back when a process dies,
 * however it dies.
 */
final class FolderLock implements AutoCloseable {

    static final String NAME = "lock";

    // File locks belong to the whole process: hence this guard within it.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * @param folder an existing folder
     * @throws RunFilesException if somebody has it
     */
    static FolderLock of(Path folder) {
        Path file = folder.toAbsolutePath().normalize().resolve(NAME);
        if (!HELD_HERE.add(file)) {
            throw inUse(folder);
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null || !Files.exists(file)) { // it may have been moved with its folder in between
                throw inUse(folder);
            }
            return new FolderLock(file, channel);
        } catch (IOException | RuntimeException e) {
            HELD_HERE.remove(file);
            closeQuietly(channel, e);
            throw e instanceof RuntimeException runtime
                    ? runtime
                    : new RunFilesException(file + ": cannot be locked (" + e.getMessage() + ")", e);
        }
    }

    private static void closeQuietly(@org.jspecify.annotations.Nullable FileChannel channel, Exception failure) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static RunFilesException inUse(Path folder) {
        return new RunFilesException("another process is making the run in " + folder
                + "; wait for it, end it, or give this run another name with --run-name");
    }

    @Override
    public void close() {
        HELD_HERE.remove(file);
        try {
            channel.close();
        } catch (IOException e) {
            throw new RunFilesException(file + ": cannot be unlocked (" + e.getMessage() + ")", e);
        }
    }
}
