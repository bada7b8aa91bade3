package org.featurescope.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.featurescope.db.store.PatientPublishing;
import org.featurescope.db.store.RunWriter;
import org.featurescope.db.store.SampleRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server that goes away in the middle of publishing. */
final class PublishingRestartIT {

    private static Path home;
    private static Database embedded;
    private static Database given;

    private final List<String> remarks = new ArrayList<>();
    private int attempts;

    @BeforeAll
    static void open(@TempDir Path folder) {
        home = folder;
        embedded = Database.open(home, null);
        given = Database.open(
                home, embedded.jdbcUrl() + "?user=" + embedded.user() + "&password=" + embedded.password());
    }

    @AfterAll
    static void close() {
        embedded.close();
    }

    @BeforeEach
    void beginEmpty() throws SQLException {
        Sql.execute(embedded.dataSource(), "truncate run cascade");
    }

    @Test
    void writesTheRunAgainWhenTheServerIsBack() throws Exception {
        CompletableFuture<Void> restart = new CompletableFuture<>();

        long run = patient(given, Duration.ofSeconds(60))
                .publish(begun -> publish(given, begun, () -> {
                    stop();
                    CompletableFuture.delayedExecutor(1500, TimeUnit.MILLISECONDS)
                            .execute(() -> {
                                start();
                                restart.complete(null);
                            });
                }));
        restart.get(60, TimeUnit.SECONDS);

        assertThat(attempts).isEqualTo(2);
        assertThat(Sql.one(given.dataSource(), "select string_agg(id::text, ',') from run"))
                .isEqualTo(String.valueOf(run));
        assertThat(remarks).hasSize(2);
        assertThat(remarks.get(0)).startsWith("PostgreSQL went away (").endsWith("; then the run is written again.");
        assertThat(remarks.get(1)).startsWith("PostgreSQL is back after ");
    }

    @Test
    void startsAnEmbeddedServerThatWasKilledAgain() throws Exception {
        long run = patient(embedded, Duration.ofSeconds(60))
                .publish(begun -> publish(embedded, begun, PublishingRestartIT::kill));

        assertThat(attempts).isEqualTo(2);
        assertThat(Sql.one(given.dataSource(), "select string_agg(id::text, ',') from run"))
                .as("at the same port")
                .isEqualTo(String.valueOf(run));
    }

    @Test
    void givesUpAfterItsTimeAndHarmsNothing() throws Exception {
        long kept = SampleRun.publish(given.dataSource(), "kept", 0, 2);
        try {
            assertThatThrownBy(() -> patient(given, Duration.ofSeconds(1))
                            .publish(begun -> publish(given, begun, PublishingRestartIT::stop)))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("the connection to PostgreSQL was lost while");
        } finally {
            start();
        }

        assertThat(attempts).isEqualTo(1);
        assertThat(Sql.one(given.dataSource(), "select string_agg(id::text, ',') from run"))
                .isEqualTo(String.valueOf(kept));
    }

    /** The commit reached the server, its answer never came. */
    @Test
    void asksWhetherTheRunIsThereRatherThanWriteItTwice() throws Exception {
        long run = patient(given, Duration.ofSeconds(60)).publish(begun -> {
            publish(given, begun, () -> {});
            throw DatabaseException.duringTransaction("publishing", new SQLException("connection reset", "08006"));
        });

        assertThat(attempts).isEqualTo(1);
        assertThat(Sql.one(given.dataSource(), "select string_agg(id::text, ',') from run"))
                .isEqualTo(String.valueOf(run));
    }

    @Test
    void doesNotTryAgainWhatPostgresRefuses() {
        assertThatThrownBy(() -> patient(given, Duration.ofSeconds(60)).publish(begun -> {
                    attempts++;
                    throw DatabaseException.duringTransaction("publishing", new SQLException("no", "42501"));
                }))
                .isInstanceOf(DatabaseException.class);

        assertThat(attempts).isEqualTo(1);
        assertThat(remarks).isEmpty();
    }

    private PatientPublishing patient(Database database, Duration limit) {
        return new PatientPublishing(database.dataSource(), limit, remarks::add);
    }

    /** @param between what happens to the server the first time, between writing and publishing */
    private long publish(Database database, PatientPublishing.Begun begun, Runnable between) {
        try (RunWriter writer = SampleRun.begin(database.dataSource())) {
            begun.run(writer.runId());
            SampleRun.write(writer, 0, 2);
            if (attempts++ == 0) {
                between.run();
            }
            return writer.publish(SampleRun.run("patient"));
        }
    }

    private static void stop() {
        control("stop", "--mode=immediate");
    }

    private static void start() {
        String port = given.jdbcUrl().replaceFirst(".*:(\\d+)/.*", "$1");
        String options = "--options=-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=";
        control("start", options, "--log=" + home.resolve("restarted.log"));
    }

    private static void control(String action, String... options) {
        try {
            ServerBinaries binaries = ServerBinaries.unpackedIn(home.resolve("native/postgres"));
            List<String> arguments = new ArrayList<>(List.of(action, "--wait"));
            arguments.add("--pgdata=" + home.resolve("postgres/data"));
            arguments.addAll(List.of(options));
            ServerBinaries.Result result = binaries.run("pg_ctl", arguments);
            assertThat(result.failed()).as(result.output()).isFalse();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void kill() {
        try {
            long process = PostmasterFile.read(home.resolve("postgres/data"))
                    .orElseThrow()
                    .processId();
            ProcessHandle server = ProcessHandle.of(process).orElseThrow();
            server.destroyForcibly();
            server.onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
