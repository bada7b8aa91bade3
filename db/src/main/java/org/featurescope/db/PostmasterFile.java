package org.featurescope.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} in a data directory says of the server that wrote it, which may be long gone.
 *
 * @param processId of the server
 * @param port where it listens
 */
record PostmasterFile(long processId, int port) {
    private static final int PROCESS_LINE = 0;
    private static final int PORT_LINE = 3;

    /** Empty when there is no such file, or the server has not got so far as to write its port. */
    static Optional<PostmasterFile> read(Path dataDirectory) throws IOException {
        try {
            List<String> lines = Files.readAllLines(in(dataDirectory));
            if (lines.size() <= PORT_LINE) {
                return Optional.empty();
            }
            return Optional.of(new PostmasterFile(
                    Long.parseLong(lines.get(PROCESS_LINE).strip()),
                    Integer.parseInt(lines.get(PORT_LINE).strip())));
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    static Path in(Path dataDirectory) {
        return dataDirectory.resolve("postmaster.pid");
    }

    /** Whether that process still is a PostgreSQL of this user; after a crash another program may have its number. */
    boolean isRunning() {
        return ProcessHandle.of(processId)
                .flatMap(process -> process.info().command())
                .map(command -> Path.of(command).getFileName().toString())
                .filter(name -> name.startsWith("postgres"))
                .isPresent();
    }

    /** Whether some process has that number, whatever it is. */
    boolean isNumberTaken() {
        return ProcessHandle.of(processId).isPresent();
    }
}
