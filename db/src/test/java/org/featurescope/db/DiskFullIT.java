package org.featurescope.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.featurescope.db.store.ContextRow;
import org.featurescope.db.store.RunWriter;
import org.featurescope.db.store.SampleRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real file system that is full. Making one needs root on Linux; elsewhere these tests are reported as skipped, and
 * {@code RunWriterIT} checks the same with PostgreSQL's own error code.
 */
final class DiskFullIT {
    private static final int ROWS = 100_000;

    private final Path folder;
    private final Path disk;

    DiskFullIT(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.disk = Files.createDirectory(folder.resolve("disk"));
    }

    @AfterEach
    void unmount() throws Exception {
        if (isMounted()) {
            assertThat(run("umount", disk.toString())).isZero();
        }
    }

    @Test
    void whileLoadingIsExplainedAndHarmsNoPublishedRun() throws Exception {
        mount("160m");
        // The binaries may fill another disk.
        Files.createSymbolicLink(disk.resolve("native"), Files.createDirectory(folder.resolve("native")));
        try (Database database = Database.open(disk, null)) {
            SampleRun.publish(database.dataSource(), "kept", 0, 2);
            try (RunWriter writer = SampleRun.begin(database.dataSource())) {
                AtomicInteger made = new AtomicInteger();
                assertThatThrownBy(() -> writer.writeContexts(0, () -> incompressible(made)))
                        .isInstanceOf(DatabaseException.class)
                        .hasMessageStartingWith("the disk of PostgreSQL is full: writing contexts failed (")
                        .hasMessageContaining("what was published before is untouched; free some space there");
                assertThat(made).as("rows made before the error showed").hasValueLessThan(ROWS / 2);
            }
            assertThat(Sql.one(database.dataSource(), "select count(*) from evidence"))
                    .isEqualTo("3");
            SampleRun.publish(database.dataSource(), "later", 0, 2);
        }
    }

    /** 1.5 GB, far more than the disk holds. */
    private static Iterator<ContextRow> incompressible(AtomicInteger made) {
        Random random = new Random(1);
        return IntStream.range(0, ROWS)
                .mapToObj(i -> {
                    made.incrementAndGet();
                    byte[] noise = new byte[10_000];
                    random.nextBytes(noise);
                    return new ContextRow(i, 0, 0, new int[] {0}, new String(noise, StandardCharsets.ISO_8859_1));
                })
                .iterator();
    }

    @Test
    void whileUnpackingIsExplained() throws Exception {
        mount("8m");
        assertThatThrownBy(() -> Database.open(disk, null))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("No space left on device")
                .hasMessageContaining("choose another folder with --home");
    }

    @Test
    void whileMakingTheDataIsExplainedAndTheNextStartSucceeds() throws Exception {
        mount("20m");
        Files.createSymbolicLink(disk.resolve("native"), Files.createDirectory(folder.resolve("native")));
        assertThatThrownBy(() -> Database.open(disk, null))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("could not make its data in " + disk.resolve("postgres"))
                .hasMessageContaining("the disk is full: free some space there");
        assertThat(run("mount", "-o", "remount,size=160m", disk.toString())).isZero();
        Database.open(disk, null).close();
    }

    private void mount(String size) throws Exception {
        boolean mounted = isLinux() && run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", disk.toString()) == 0;
        Assumptions.assumeTrue(mounted, "a small file system can be mounted here (root on Linux)");
    }

    private static boolean isLinux() {
        return System.getProperty("os.name").equals("Linux");
    }

    private boolean isMounted() throws IOException {
        return isLinux() && Files.readString(Path.of("/proc/self/mounts")).contains(" " + disk.toRealPath() + " ");
    }

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor();
    }
}
