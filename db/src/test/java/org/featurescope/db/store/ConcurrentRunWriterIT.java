package org.featurescope.db.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.featurescope.db.DatabaseException;
import org.featurescope.db.Sql;
import org.featurescope.db.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several writers at the same time, on an empty index, where they want the same rows most. */
final class ConcurrentRunWriterIT {
    private static final int WRITERS = 4;
    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.create();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void writersThatLoadedTheSameModelAllPublish() throws Exception {
        CyclicBarrier allLoaded = new CyclicBarrier(WRITERS);
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<Long>> runs = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int contexts = 1 + i;
                runs.add(threads.submit(() -> publishTogether(contexts, allLoaded)));
            }
            for (int i = 0; i < WRITERS; i++) {
                assertWhole(runs.get(i).get(60, TimeUnit.SECONDS), 1 + i);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(Sql.one(database.dataSource(), "select (select count(*) from source), (select count(*) from model)"))
                .isEqualTo("2|1");
        assertThat(Sql.one(database.dataSource(), "select count(*) from context"))
                .isEqualTo(String.valueOf(WRITERS));
    }

    private long publishTogether(int contexts, CyclicBarrier allLoaded) throws Exception {
        try (RunWriter writer = SampleRun.begin(database.dataSource())) {
            SampleRun.write(writer, 0, contexts);
            writer.writeSource(SampleRun.source(1), null, SampleRun.features(contexts));
            allLoaded.await(60, TimeUnit.SECONDS);
            return writer.publish(SampleRun.run("run of " + contexts));
        }
    }

    private void assertWhole(long runId, int contexts) {
        for (String source : List.of("0-mlp", "1-mlp")) {
            try (PublishedFeatures features = PublishedFeatures.open(database.dataSource(), runId, source)) {
                for (FeatureRow written : SampleRun.features(contexts)) {
                    assertThat(features.feature(written.index()))
                            .hasValueSatisfying(row ->
                                    assertThat(row).usingRecursiveComparison().isEqualTo(written));
                }
            }
        }
    }

    @Test
    void otherWeightsPublishedWhileLoadingAreNoticed() {
        ModelRow other = new ModelRow("tiny", "gpt2", 2, 8, 3, 2, 100, 1_000, "12".repeat(32));
        try (RunWriter slow = RunWriter.begin(
                database.dataSource(), other, SampleRun.TOKENIZER, List.of(SampleRun.CORPUS), SampleRun.CONTEXT_SET)) {
            SampleRun.write(slow, 0, 1);
            SampleRun.publish(database.dataSource(), "fast", 0, 1);
            assertThatThrownBy(() -> slow.publish(SampleRun.run("slow")))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("is in the index with other weights");
        }
    }
}
