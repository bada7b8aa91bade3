package org.featurescope.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.featurescope.cli.bench.SyntheticDump;
import org.featurescope.db.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at random moments of an import, in real processes, and the same command again each time until it is done: the index
 * is then the same as after an uninterrupted import. {@code -Dkill.imports=40 -Dkill.seed=7} makes it longer.
 */
class ImportKillIT {

    private static final int TIMES = Integer.getInteger("kill.imports", 4);
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime() % 1_000_000);
    private static final long BYTES = 6_000_000;
    private static final int FEATURES_OF_A_FILE = 8;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);

    @Test
    void comesToTheSameIndexHoweverOftenItIsKilled() throws SQLException {
        System.out.println("seed " + SEED);
        Path dump = folder.resolve("dump");
        SyntheticDump.write(dump, BYTES, FEATURES_OF_A_FILE);
        Map<String, String> expected;
        try (TestDatabase database = TestDatabase.create()) {
            complete(dump, folder.resolve("whole"), database);
            expected = TableDigest.of(database.dataSource());
        }

        try (TestDatabase database = TestDatabase.create()) {
            Path home = folder.resolve("killed");
            List<String> killed = new ArrayList<>();
            StringBuilder output = new StringBuilder();
            for (int kill = 0; kill < TIMES && !isPublished(database); kill++) {
                String moment = 2 * kill < TIMES ? "Read " : "Writing the index";
                try (Program program = Program.start(home, arguments(dump, database))) {
                    program.awaitOutput(moment);
                    pause(random.nextInt(150));
                    killed.add(program.isAlive() ? moment : "nothing");
                    program.kill();
                    output.append(program.output());
                }
            }
            if (!isPublished(database)) { // else it was killed between the commit and its end
                output.append(complete(dump, home, database));
            }

            System.out.println("killed during " + killed);
            assertThat(killed).contains("Read ");
            assertThat(output).as("what was read is not read again").contains("Going on behind ");
            assertThat(TableDigest.of(database.dataSource())).isEqualTo(expected);
            assertThat(expected.get("run")).startsWith("1 rows");
        }
    }

    /** A process that was killed before anything else leaves no tables. */
    private static boolean isPublished(TestDatabase database) throws SQLException {
        return !TableDigest.of(database.dataSource())
                .getOrDefault("run", "0 rows")
                .startsWith("0");
    }

    private static String[] arguments(Path dump, TestDatabase database) {
        String url = database.jdbcUrl() + "?user=" + database.user() + "&password=" + database.password();
        return new String[] {"import", dump.toString(), "--checkpoint-seconds", "0", "--db", url};
    }

    private static String complete(Path dump, Path home, TestDatabase database) {
        try (Program whole = Program.run(home, arguments(dump, database))) {
            assertThat(whole.output()).contains("imported from Neuronpedia export");
            assertThat(whole.exitStatus()).isZero();
            return whole.output();
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
