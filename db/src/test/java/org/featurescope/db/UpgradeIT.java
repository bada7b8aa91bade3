package org.featurescope.db;

import static org.assertj.core.api.Assertions.assertThat;

import org.featurescope.db.store.PublishedRun;
import org.featurescope.db.store.RunCatalog;
import org.featurescope.db.store.SampleRun;
import org.featurescope.db.store.SourceRow;
import org.junit.jupiter.api.Test;

/** An index of an earlier version opens with all it held, and takes new runs. */
final class UpgradeIT {

    @Test
    void aRunOfTheFirstVersionStays() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            FirstVersion.write(database.dataSource());
            assertThat(Sql.rows(database.dataSource(), "select version from flyway_schema_history"))
                    .containsExactly("1");

            FirstVersion.upgrade(database.dataSource());

            RunCatalog catalog = new RunCatalog(database.dataSource());
            PublishedRun run = catalog.newest("old").orElseThrow();
            assertThat(run.sources()).containsExactly(new SourceRow("0-mlp", "mlp", 0, "blocks.0.mlp.hook_post", 2));
            assertThat(Sql.one(database.dataSource(), "select fvu, mean_l0, suspicion from run_source"))
                    .isEqualTo("null|null|null");
            assertThat(Sql.one(database.dataSource(), "select peak from example"))
                    .isEqualTo("1.5");

            SampleRun.publish(database.dataSource(), "later", 0, 1);
            assertThat(catalog.all()).extracting(PublishedRun::name).containsExactly("later", "first");
        }
    }
}
