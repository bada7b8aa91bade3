package org.featurescope.db;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL under the home folder, on a free port of this machine.
 *
 * <p>The first process starts it, others with the same home use it, and the last one stops it. One that outlived its killed
 * process is used again; what a dead one left behind is cleared. Closing is idempotent and may come from another thread.
 */
final class EmbeddedServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final String LOOPBACK = "127.0.0.1";
    private static final String DATABASE = "featurescope";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int PORT_ATTEMPTS = 3;

    private static final Map<String, String> SETTINGS = new TreeMap<>(Map.ofEntries(
            Map.entry("listen_addresses", LOOPBACK),
            Map.entry("unix_socket_directories", ""),
            Map.entry("max_connections", "50"),
            Map.entry("shared_buffers", "128MB"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_checkpoints", "off"),
            // What a run loads goes to disk once, not twice; nobody replicates this server.
            Map.entry("wal_level", "minimal"),
            Map.entry("max_wal_senders", "0"),
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on")));

    private final ServerBinaries binaries;
    private final ServerFolder folder;
    private final HomeLock lock;
    private JdbcAddress address;
    private boolean closed;

    private EmbeddedServer(ServerBinaries binaries, ServerFolder folder, HomeLock lock, JdbcAddress address) {
        this.binaries = binaries;
        this.folder = folder;
        this.lock = lock;
        this.address = address;
    }

    /** Starts the server of this home, or joins the one that runs. */
    static EmbeddedServer start(Path home) {
        try {
            Files.createDirectories(home);
            Path realHome = home.toRealPath();
            return start(realHome, HomeLock.of(realHome));
        } catch (IOException e) {
            throw new DatabaseException(
                    "the embedded PostgreSQL could not be set up in " + home + ": " + reason(e)
                            + "; make room or give rights there, or choose another folder with --home",
                    e);
        }
    }

    private static EmbeddedServer start(Path home, HomeLock lock) throws IOException {
        try {
            lock.beginChange();
            ServerBinaries binaries = ServerBinaries.unpackedIn(home.resolve("native/postgres"));
            ServerFolder folder = new ServerFolder(home);
            folder.makeOrCheck(binaries);
            lock.join();
            JdbcAddress address = runningOrStarted(binaries, folder, OptionalInt.empty());
            lock.endChange();
            return new EmbeddedServer(binaries, folder, lock, address);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** @param port to try first */
    private static JdbcAddress runningOrStarted(ServerBinaries binaries, ServerFolder folder, OptionalInt port)
            throws IOException {
        Optional<PostmasterFile> running = running(folder);
        if (running.isPresent()) {
            return address(folder, running.get().port(), DATABASE);
        }
        int started = startOnFreePort(binaries, folder, port);
        createDatabase(folder, started);
        return address(folder, started, DATABASE);
    }

    /** The server that runs already, once it answers; empty when there is none. */
    private static Optional<PostmasterFile> running(ServerFolder folder) throws IOException {
        long start = System.nanoTime();
        Optional<PostmasterFile> file = PostmasterFile.read(folder.data());
        while (file.isPresent() && file.get().isRunning()) {
            if (answers(folder, file.get().port())) {
                return file;
            }
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new DatabaseException("the PostgreSQL of " + folder.folder() + ", process "
                        + file.get().processId() + ", has not answered for " + PATIENCE.toSeconds()
                        + " s; end that process, then try again (its log is " + folder.log() + ")");
            }
            HomeLock.pause();
            file = PostmasterFile.read(folder.data());
        }
        if (file.isPresent() && file.get().isNumberTaken()) {
            // PostgreSQL would take whatever process has the number now for the server that wrote it.
            Files.deleteIfExists(PostmasterFile.in(folder.data()));
        }
        return Optional.empty();
    }

    private static boolean answers(ServerFolder folder, int port) throws IOException {
        try {
            createDatabase(folder, port);
            return true;
        } catch (DatabaseException e) {
            LOG.debug("no answer at port {} yet", port, e);
            return false;
        }
    }

    private static int startOnFreePort(ServerBinaries binaries, ServerFolder folder, OptionalInt first)
            throws IOException {
        String output = "";
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            int port = attempt == 0 && first.isPresent() ? first.getAsInt() : freePort();
            Files.deleteIfExists(folder.log());
            ServerBinaries.Result start = binaries.run("pg_ctl", startArguments(folder, port));
            if (!start.failed()) {
                return port;
            }
            output = Files.exists(folder.log()) ? Files.readString(folder.log()) : start.output();
            if (!output.contains("Address already in use")) {
                break;
            }
        }
        throw failure("could not start in " + folder.folder(), output);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(LOOPBACK))) {
            return socket.getLocalPort();
        }
    }

    private static List<String> startArguments(ServerFolder folder, int port) {
        StringBuilder options = new StringBuilder("-p " + port);
        SETTINGS.forEach(
                (name, value) -> options.append(" -c ").append(name).append('=').append(value));
        return List.of(
                "start",
                "--pgdata=" + folder.data(),
                "--log=" + folder.log(),
                "--options=" + options,
                "--wait",
                "--timeout=" + PATIENCE.toSeconds());
    }

    private static void createDatabase(ServerFolder folder, int port) throws IOException {
        JdbcAddress maintenance = address(folder, port, "postgres");
        try (Connection connection =
                        DriverManager.getConnection(maintenance.url(), maintenance.user(), maintenance.password());
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
            if (!found.next()) {
                statement.execute("create database " + DATABASE);
            }
        } catch (SQLException e) {
            throw ConnectionFailure.explained(e, maintenance);
        }
    }

    private static JdbcAddress address(ServerFolder folder, int port, String database) throws IOException {
        String server = LOOPBACK + ":" + port + "/" + database;
        return new JdbcAddress("jdbc:postgresql://" + server, ServerFolder.SUPERUSER, folder.password(), server);
    }

    /** Says why a program of PostgreSQL failed: the first line of its output that tells of trouble. */
    static DatabaseException failure(String what, String output) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        String reason = lines.stream()
                .filter(line -> line.matches(".*(FATAL|PANIC|error):.*"))
                .findFirst()
                .orElse(lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1));
        String remedy = isDiskFull(output)
                ? "the disk is full: free some space there, or choose another folder with --home"
                : "correct that, or give the address of an existing PostgreSQL with --db";
        return new DatabaseException("the embedded PostgreSQL " + what + " (" + reason.strip() + "); " + remedy);
    }

    private static boolean isDiskFull(String output) {
        // The second for a write that was cut short.
        return output.contains("No space left on device") || output.contains("Check free disk space");
    }

    private static String reason(IOException failure) {
        if (failure instanceof FileSystemException file && file.getReason() != null) {
            return file.getFile() + ": " + file.getReason();
        }
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    synchronized JdbcAddress address() {
        return address;
    }

    /**
     * Starts the server again if it has died under its users, at its former port if that is free.
     *
     * @return where it is now
     */
    synchronized JdbcAddress revive() {
        if (closed) {
            return address;
        }
        try {
            lock.beginChange();
            try {
                int port = Integer.parseInt(address.url().replaceFirst(".*:(\\d+)/.*", "$1"));
                address = runningOrStarted(binaries, folder, OptionalInt.of(port));
            } finally {
                lock.endChange();
            }
            return address;
        } catch (IOException e) {
            throw new DatabaseException("the embedded PostgreSQL could not be started again: " + reason(e), e);
        }
    }

    /** Stops the server when no other process uses it. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (lock) {
            lock.beginChange();
            if (lock.leave()) {
                stop();
            }
        } catch (IOException e) {
            throw new DatabaseException("the embedded PostgreSQL could not be left in order: " + reason(e), e);
        }
    }

    private void stop() throws IOException {
        if (PostmasterFile.read(folder.data()).filter(PostmasterFile::isRunning).isEmpty()) {
            return; // somebody killed it; the next start clears what it left
        }
        ServerBinaries.Result stop = binaries.run(
                "pg_ctl",
                List.of(
                        "stop",
                        "--pgdata=" + folder.data(),
                        "--mode=fast",
                        "--wait",
                        "--timeout=" + PATIENCE.toSeconds()));
        if (stop.failed()) {
            LOG.warn("the embedded PostgreSQL did not stop: {}", stop.output());
        }
    }
}
