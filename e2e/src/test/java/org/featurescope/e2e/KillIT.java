package org.featurescope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.featurescope.db.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at random moments of an indexing, in real processes, and the same command again each time until it is done: the
 * index is then the same as after an uninterrupted run. {@code -Dkill.times=100 -Dkill.tokens=200000 -Dkill.seed=7} makes it longer.
 */
class KillIT {

    private static final int TIMES = Integer.getInteger("kill.times", 10);
    private static final int TOKENS = Integer.getInteger("kill.tokens", 12_000);
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime() % 1_000_000);

    private static final String[] INDEX = {
        "index",
        "--model",
        "../demo/babel-4l",
        "--sae",
        "../demo/babel-4l/saes/resid-post-2-topk",
        "--corpus",
        "../demo/corpus/demo-corpus.jsonl",
        "--max-tokens",
        String.valueOf(TOKENS),
        "--shard-contexts",
        "16",
        "--batch-contexts",
        "8",
        "--accept-suspect",
        "--run-name",
        "killed",
        "--progress",
        "json"
    };

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);

    /** What the process is doing when it is killed. */
    private enum Moment {
        SCAN,
        CHECKPOINT,
        PUBLISHING;

        /** The last moments are those of publishing: what is published cannot be interrupted any more. */
        static Moment of(int kill) {
            if (kill >= TIMES * 6 / 10) {
                return PUBLISHING;
            }
            return kill % 2 == 0 ? SCAN : CHECKPOINT;
        }
    }

    @Test
    void comesToTheSameIndexHoweverOftenItIsKilled() throws Exception {
        System.out.println("seed " + SEED);
        Map<String, String> expected;
        try (TestDatabase database = TestDatabase.create()) {
            complete(folder.resolve("whole"), database);
            expected = TableDigest.of(database.dataSource());
        }

        try (TestDatabase database = TestDatabase.create()) {
            Path home = folder.resolve("killed");
            List<Moment> killed = new ArrayList<>();
            for (int kill = 0; kill < TIMES && !isPublished(database); kill++) {
                if (killAt(Moment.of(kill), home, database)) {
                    killed.add(Moment.of(kill));
                }
            }
            complete(home, database);

            System.out.println("killed during " + killed);
            assertThat(killed).hasSizeGreaterThanOrEqualTo(TIMES * 8 / 10).contains(Moment.values());
            assertThat(TableDigest.of(database.dataSource())).isEqualTo(expected);
            assertThat(expected.get("run")).startsWith("1 rows");
        }
    }

    /** A kill between commit and the end of the process leaves nothing more to interrupt. */
    private static boolean isPublished(TestDatabase database) throws SQLException {
        return TableDigest.of(database.dataSource())
                .getOrDefault("run", "0 rows")
                .startsWith("1 rows");
    }

    private static void complete(Path home, TestDatabase database) {
        try (Program index = Program.run(home, arguments(database))) {
            assertThat(index.output()).contains("\"stage\":\"published\"");
            assertThat(index.exitStatus()).isZero();
        }
    }

    private static String[] arguments(TestDatabase database) {
        String url = database.jdbcUrl() + "?user=" + database.user() + "&password=" + database.password();
        return Stream.concat(Stream.of(INDEX), Stream.of("--db", url)).toArray(String[]::new);
    }

    /** @return whether it came to its end by the kill */
    private boolean killAt(Moment moment, Path home, TestDatabase database) throws IOException, SQLException {
        try (Program index = Program.start(home, arguments(database))) {
            switch (moment) {
                case SCAN -> {
                    index.awaitOutput("\"stage\":\"Indexing\"");
                    pause(random.nextInt(600));
                }
                case CHECKPOINT -> {
                    while (index.isAlive() && !writesCheckpoint(home)) {
                        Thread.onSpinWait();
                    }
                    pause(random.nextInt(4));
                }
                case PUBLISHING -> {
                    index.awaitOutput("\"stage\":\"Writing the index\"");
                    pause(random.nextInt(200));
                }
            }
            boolean alive = index.isAlive();
            index.kill();
            if (!alive) {
                assertThat(index.output()).as("ended by itself").contains("\"stage\":\"published\"");
            }
            return alive;
        }
    }

    private static boolean writesCheckpoint(Path home) throws IOException {
        Path runs = home.resolve("runs");
        if (!Files.isDirectory(runs)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(runs)) {
            return files.anyMatch(file -> file.getFileName().toString().matches("evidence-.*\\.part"));
        } catch (java.io.UncheckedIOException e) {
            return false; // a file went away while it was listed
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
