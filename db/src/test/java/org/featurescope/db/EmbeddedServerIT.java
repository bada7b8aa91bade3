package org.featurescope.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.List;
import java.util.stream.Stream;
import org.featurescope.db.store.SampleRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded server through restarts, crashes and neighbours. Every test has a home of its own. */
final class EmbeddedServerIT {
    private static Path model;

    private final Path home;

    EmbeddedServerIT(@TempDir Path home) throws IOException {
        this.home = home;
        Files.createSymbolicLink(home.resolve("native"), model.resolve("native"));
    }

    /** Unpacking and making the data take seconds: once is enough for most tests. */
    @BeforeAll
    static void makeModel(@TempDir Path shared) {
        model = shared;
        Database.open(model, null).close();
    }

    @BeforeEach
    void copyModel() throws IOException {
        try (Stream<Path> files = Files.walk(model.resolve("postgres"))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, home.resolve(model.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @AfterEach
    void unlink() throws IOException {
        Files.delete(home.resolve("native"));
    }

    @Test
    void keepsItsDataAcrossRestarts() throws Exception {
        try (Database database = Database.open(home, null)) {
            SampleRun.publish(database.dataSource(), "kept", 0, 2);
        }
        assertNoServer();
        try (Database database = Database.open(home, null)) {
            assertThat(Sql.one(database.dataSource(), "select r.name, count(*) from run r, evidence group by 1"))
                    .isEqualTo("kept|3");
        }
        assertNoServer();
    }

    @Test
    void isSafeAgainstPowerFailureAndListensOnThisMachineOnly() throws Exception {
        try (Database database = Database.open(home, null)) {
            assertThat(Sql.rows(database.dataSource(), """
                    select name || '=' || setting from pg_settings where name in ('fsync', 'synchronous_commit',
                      'full_page_writes', 'listen_addresses', 'unix_socket_directories', 'max_connections') order by 1"""))
                    .containsExactly(
                            "fsync=on",
                            "full_page_writes=on",
                            "listen_addresses=127.0.0.1",
                            "max_connections=50",
                            "synchronous_commit=on",
                            "unix_socket_directories=");
        }
    }

    @Test
    void letsNobodyInWithoutThePassword() throws Exception {
        try (Database database = Database.open(home, null)) {
            assertThatThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), database.user(), "guess"))
                    .hasMessageContaining("password authentication failed");
            assertThat(Files.readString(home.resolve("postgres/password"))).isEqualTo(database.password());
        }
        // Those of the model, which copying keeps.
        assertThat(permissions("postgres")).isEqualTo("rwx------");
        assertThat(permissions("postgres/password")).isEqualTo("rw-------");
    }

    private String permissions(String path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(path)));
    }

    @Test
    void aSecondProcessUsesTheServerAndLeavesItRunning() throws Exception {
        try (Database database = Database.open(home, null)) {
            long server = serverProcess();
            try (OtherProcess other = OtherProcess.open(home)) {
                assertThat(serverProcess()).isEqualTo(server);
            }
            assertThat(Sql.one(database.dataSource(), "select 1")).isEqualTo("1");
        }
        assertNoServer();
    }

    @Test
    void theLastProcessStopsAServerThatAnotherStarted() throws Exception {
        try (OtherProcess starter = OtherProcess.open(home);
                Database database = Database.open(home, null)) {
            starter.close();
            assertThat(Sql.one(database.dataSource(), "select 1")).isEqualTo("1");
        }
        assertNoServer();
    }

    @Test
    void aServerThatOutlivedItsKilledProcessIsUsedAgain() throws Exception {
        OtherProcess other = OtherProcess.open(home);
        long server = serverProcess();
        other.kill();
        try (Database database = Database.open(home, null)) {
            assertThat(serverProcess()).isEqualTo(server);
            assertThat(Sql.one(database.dataSource(), "select count(*) from run"))
                    .isEqualTo("0");
        }
        assertNoServer();
    }

    @Test
    void aServerThatWasKilledTooIsStartedAgainWithItsData() throws Exception {
        OtherProcess other = OtherProcess.open(home);
        killServerAfterPublishing(other);
        try (Database database = Database.open(home, null)) {
            assertThat(Sql.one(database.dataSource(), "select name from run")).isEqualTo("kept");
        }
    }

    private void killServerAfterPublishing(OtherProcess other) throws Exception {
        try (Database database = Database.open(home, null)) {
            SampleRun.publish(database.dataSource(), "kept", 0, 2);
            ProcessHandle server = ProcessHandle.of(serverProcess()).orElseThrow();
            server.destroyForcibly();
            server.onExit().get();
            other.kill();
            assertThat(PostmasterFile.in(home.resolve("postgres/data"))).exists();
        }
    }

    @Test
    void aStalePidFileWithTheNumberOfAnotherProgramIsCleared() throws Exception {
        Database.open(home, null).close();
        Files.write(
                PostmasterFile.in(home.resolve("postgres/data")),
                List.of(
                        String.valueOf(ProcessHandle.current().pid()),
                        home.resolve("postgres/data").toString(),
                        "1700000000",
                        "5432",
                        "",
                        "127.0.0.1"));
        try (Database database = Database.open(home, null)) {
            assertThat(Sql.one(database.dataSource(), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void halfMadeFoldersOfAKilledStartAreRemoved() throws Exception {
        Folders.delete(home.resolve("postgres"));
        Path halfMade = Files.createDirectories(home.resolve("postgres.new-1234/data"));
        Files.writeString(halfMade.resolve("PG_VERSION"), "17\n");
        try (Database database = Database.open(home, null)) {
            assertThat(Sql.one(database.dataSource(), "select 1")).isEqualTo("1");
        }
        assertThat(home.resolve("postgres.new-1234")).doesNotExist();
    }

    @Test
    void dataOfAnotherMajorVersionIsRefused() throws Exception {
        Database.open(home, null).close();
        Files.writeString(home.resolve("postgres/data/PG_VERSION"), "12\n");
        assertThatThrownBy(() -> Database.open(home, null))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("holds data of PostgreSQL 12, this program brings 17");
    }

    @Test
    void aFolderThatIsNoDatabaseIsLeftAlone() throws Exception {
        Folders.delete(home.resolve("postgres"));
        Path precious = Files.createDirectories(home.resolve("postgres")).resolve("precious.txt");
        Files.writeString(precious, "mine");
        assertThatThrownBy(() -> Database.open(home, null))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("move the folder away to begin anew");
        assertThat(precious).hasContent("mine");
    }

    @Test
    void aHomeThatIsAFileIsRefused() throws Exception {
        Path file = Files.writeString(home.resolve("file"), "");
        assertThatThrownBy(() -> Database.open(file, null))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("choose another folder with --home");
    }

    @Test
    void openingTwiceInOneProcessIsRefusedAndHarmless() throws Exception {
        try (Database database = Database.open(home, null)) {
            assertThatThrownBy(() -> Database.open(home, null))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("must be opened once in a process");
            // The first still holds its lock: another process must not stop the server.
            OtherProcess.open(home).close();
            assertThat(Sql.one(database.dataSource(), "select 1")).isEqualTo("1");
        }
    }

    @Test
    void closingTwiceIsHarmless() {
        Database database = Database.open(home, null);
        database.close();
        database.close();
        Database.open(home, null).close();
    }

    private long serverProcess() throws IOException {
        return PostmasterFile.read(home.resolve("postgres/data")).orElseThrow().processId();
    }

    private void assertNoServer() throws IOException {
        assertThat(PostmasterFile.read(home.resolve("postgres/data"))).isEmpty();
        // It removes its file just before it ends.
        List<ProcessHandle> servers = servers();
        for (int i = 0; i < 100 && !servers.isEmpty(); i++) {
            HomeLock.pause();
            servers = servers();
        }
        assertThat(servers).isEmpty();
    }

    private List<ProcessHandle> servers() {
        try (Stream<ProcessHandle> processes = ProcessHandle.allProcesses()) {
            return processes.filter(this::servesThisHome).toList();
        }
    }

    private boolean servesThisHome(ProcessHandle process) {
        return process.info()
                .commandLine()
                .orElse("")
                .contains(home.resolve("postgres/data").toString());
    }
}
