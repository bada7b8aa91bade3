package org.featurescope.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.featurescope.db.TestDatabase;
import org.featurescope.db.store.PublishedRun;
import org.featurescope.db.store.RunCatalog;
import org.featurescope.lm.Engine;
import org.featurescope.pipeline.run.RunFilesException;
import org.featurescope.pipeline.run.UnfinishedRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are interrupted, and what the same command makes of them then. */
class ResumeIT {

    private static final int BATCHES_OF_A_SHARD = SmallRuns.SHARD_CONTEXTS / SmallRuns.BATCH_CONTEXTS;

    private static TestDatabase database;

    @TempDir
    private Path folder;

    private Path corpus;

    @BeforeAll
    static void openDatabase() {
        Engine.configure(Path.of("target/native").toAbsolutePath());
        database = TestDatabase.create();
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void writeCorpus() throws IOException {
        corpus = SmallRuns.corpus(folder.resolve("corpus.jsonl"), 0, 12);
    }

    /** Breaks off at a batch; counts them. */
    private static final class Interruption implements IndexProgress {

        private final int atBatch;
        private final List<String> stages = new ArrayList<>();
        private final List<String> remarks = new ArrayList<>();
        private int batches;

        Interruption(int atBatch) {
            this.atBatch = atBatch;
        }

        @Override
        public void stage(String name) {
            stages.add(name);
        }

        @Override
        public void remark(String sentence) {
            remarks.add(sentence);
        }

        @Override
        public void contexts(long contexts) {
            batches++;
        }

        @Override
        public void scanned(long tokens, double share) {
            if (batches == atBatch) {
                throw new IllegalStateException("interrupted at batch " + batches);
            }
        }
    }

    @Test
    void aRunThatIsInterruptedInEveryShardFindsTheSameToTheLastBit() {
        IndexReport whole = index(SmallRuns.request("resume", "whole", corpus), new Interruption(-1));
        int interruptions = 0;
        IndexReport resumed = null;
        while (resumed == null) {
            try {
                resumed = index(
                        SmallRuns.request("resume", "often interrupted", corpus),
                        new Interruption(BATCHES_OF_A_SHARD + 1 + interruptions % BATCHES_OF_A_SHARD));
            } catch (IllegalStateException e) {
                interruptions++;
            }
        }

        assertThat(interruptions).isGreaterThanOrEqualTo(3);
        assertThat(EvidenceDigest.whole(resumed.scan())).isEqualTo(EvidenceDigest.whole(whole.scan()));
        assertThat(UnfinishedRun.list(home())).isEmpty();
    }

    @Test
    void aRunThatCouldNotBePublishedIsPublishedWithoutAnotherScan() {
        IndexRequest request = SmallRuns.request("publish", "run", corpus);
        IndexProgress failing = new IndexProgress() {
            @Override
            public void stage(String name) {
                if (name.equals("Writing the index")) {
                    throw new IllegalStateException("no database");
                }
            }

            @Override
            public void scanned(long tokens, double share) {}
        };
        assertThatThrownBy(() -> index(request, failing)).hasMessage("no database");
        assertThat(UnfinishedRun.list(home())).hasSize(1);

        Interruption progress = new Interruption(-1);
        IndexReport report = index(request, progress);

        assertThat(progress.batches).isZero();
        assertThat(progress.stages).doesNotContain("Indexing");
        assertThat(runs("publish")).extracting(PublishedRun::id).containsExactly(report.runId());
        assertThat(home().resolve("evidence/run-" + report.runId() + "/manifest.json"))
                .exists();
    }

    @Test
    void otherSettingsDoNotGoOnWithAnUnfinishedRun() {
        interrupt("settings");
        IndexRequest changed =
                SmallRuns.request("settings", "run", SmallRuns.scan(6, 16, SmallRuns.BATCH_CONTEXTS), false, corpus);

        assertThatThrownBy(() -> index(changed, new SilentProgress()))
                .isInstanceOf(RunFilesException.class)
                .hasMessageContaining("settings-run was begun otherwise: --top-k was 5 and is 6; --shard-contexts was 8"
                        + " and is 16.")
                .hasMessageContaining("--restart");
        IndexRequest again =
                SmallRuns.request("settings", "run", SmallRuns.scan(6, 16, SmallRuns.BATCH_CONTEXTS), true, corpus);
        assertThat(index(again, new SilentProgress()).scan().tokens()).isGreaterThanOrEqualTo(1_500);
    }

    @Test
    void aDamagedCheckpointIsRefusedAndAnEarlierOneUsedIfItIsThere() throws IOException {
        Path run = interrupt("damage");
        Path checkpoint = newest(run);
        Path later = run.resolve("evidence-000099.bin");
        Files.copy(checkpoint, later);
        damage(later);

        Interruption progress = new Interruption(1);
        assertThatThrownBy(() -> index(SmallRuns.request("damage", "run", corpus), progress))
                .hasMessageContaining("interrupted");
        assertThat(progress.remarks)
                .anyMatch(remark -> remark.contains("evidence-000099.bin is damaged: its checksum does not fit")
                        && remark.contains("an earlier one is used"));

        Files.deleteIfExists(later);
        damage(newest(run));
        assertThatThrownBy(() -> index(SmallRuns.request("damage", "run", corpus), new SilentProgress()))
                .isInstanceOf(RunFilesException.class)
                .hasMessageContaining(".bin is damaged: its checksum does not fit its content")
                .hasMessageContaining("--restart");
    }

    @Test
    void aFullDiskLeavesTheFormerCheckpointAndTheIndexAsTheyWere() throws IOException {
        Path run = interrupt("full");
        Path checkpoint = newest(run);
        byte[] before = Files.readAllBytes(checkpoint);
        IndexProgress filling = new IndexProgress() {
            @Override
            public void stage(String name) {
                if (name.equals("Indexing")) {
                    try {
                        Files.createSymbolicLink(run.resolve("evidence-000002.bin.part"), Path.of("/dev/full"));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }

            @Override
            public void scanned(long tokens, double share) {}
        };

        assertThatThrownBy(() -> index(SmallRuns.request("full", "run", corpus), filling))
                .isInstanceOf(RunFilesException.class)
                .hasMessageContaining("evidence-000002.bin: cannot be written (No space left on device)")
                .hasMessageContaining("the same command");
        assertThat(newest(run)).isEqualTo(checkpoint).hasBinaryContent(before);
        assertThat(runs("full")).isEmpty();
        index(SmallRuns.request("full", "run", corpus), new SilentProgress());
        assertThat(runs("full")).hasSize(1);
    }

    @Test
    void twoProcessesCannotMakeOneRun() {
        IndexRequest request = SmallRuns.request("lock", "run", corpus);
        List<Throwable> refused = new ArrayList<>();
        IndexProgress second = new IndexProgress() {
            @Override
            public void stage(String name) {}

            @Override
            public void scanned(long tokens, double share) {
                if (refused.isEmpty()) {
                    try {
                        index(request, new SilentProgress());
                    } catch (RunFilesException e) {
                        refused.add(e);
                    }
                }
            }
        };

        index(request, second);

        assertThat(refused).hasSize(1);
        assertThat(refused.get(0)).hasMessageContaining("another process is making the run in");
    }

    /** Leaves a run after its first shard. */
    private Path interrupt(String model) {
        IndexRequest request = SmallRuns.request(model, "run", corpus);
        assertThatThrownBy(() -> index(request, new Interruption(BATCHES_OF_A_SHARD + 1)))
                .hasMessageContaining("interrupted");
        return UnfinishedRun.folder(home(), model, "run");
    }

    private static Path newest(Path run) {
        try (Stream<Path> files = Files.list(run)) {
            return files.filter(file -> file.getFileName().toString().matches("evidence-\\d+\\.bin"))
                    .max(Path::compareTo)
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void damage(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            java.nio.ByteBuffer one = java.nio.ByteBuffer.allocate(1);
            channel.read(one, channel.size() / 2);
            one.put(0, (byte) (one.get(0) ^ 0x10)).rewind();
            channel.write(one, channel.size() / 2);
        }
    }

    private IndexReport index(IndexRequest request, IndexProgress progress) {
        return new Indexer(home(), database.dataSource(), progress).index(request);
    }

    private Path home() {
        return folder.resolve("home");
    }

    private static List<PublishedRun> runs(String model) {
        return new RunCatalog(database.dataSource())
                .all().stream().filter(run -> run.model().equals(model)).toList();
    }
}
