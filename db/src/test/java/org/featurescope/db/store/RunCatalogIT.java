package org.featurescope.db.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.featurescope.core.evidence.EvidenceSettings;
import org.featurescope.db.TestDatabase;
import org.junit.jupiter.api.Test;

final class RunCatalogIT {
    @Test
    void listsRunsNewestFirstWithTheirProvenanceAndSize() {
        try (TestDatabase database = TestDatabase.create()) {
            RunCatalog catalog = new RunCatalog(database.dataSource());
            assertThat(catalog.all()).isEmpty();
            assertThat(catalog.newest("tiny")).isEmpty();

            Instant before = Instant.now();
            long first = SampleRun.publish(database.dataSource(), "first", 0, 2);
            long second = SampleRun.publish(database.dataSource(), "second", 1, 2);

            assertThat(catalog.all()).extracting(PublishedRun::id).containsExactly(second, first);
            PublishedRun run = catalog.newest("tiny").orElseThrow();
            assertThat(run.id()).isEqualTo(second);
            assertThat(run).isEqualTo(expected(run));
            assertThat(run.bytes()).isPositive();
            // The server's clock may be another machine's.
            assertThat(Duration.between(before, run.publishedAt()).abs()).isLessThan(Duration.ofMinutes(5));
        }
    }

    private static PublishedRun expected(PublishedRun run) {
        return new PublishedRun(
                run.id(),
                "second",
                "tiny",
                "ab".repeat(32),
                "cd".repeat(32),
                List.of(new PublishedCorpus(SampleRun.CORPUS, 4L, 8L)),
                8,
                0,
                20,
                EvidenceSettings.DEFAULT,
                null,
                "{}",
                null,
                4L,
                8L,
                "float32",
                "cpu",
                "0.1.0",
                1.25,
                run.publishedAt(),
                List.of(SampleRun.source(1)),
                3,
                run.bytes());
    }
}
