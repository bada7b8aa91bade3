package org.featurescope.db;

import static org.assertj.core.api.Assertions.assertThat;

import org.featurescope.core.evidence.ContextId;
import org.featurescope.core.evidence.DyadicHistogram;
import org.featurescope.core.evidence.Example;
import org.featurescope.core.evidence.FeatureEvidence;
import org.featurescope.core.format.ActivationFormat;
import org.featurescope.db.store.PublishedFeatures;
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
            assertFeaturesStay(database, run.id());
            assertOverviewIsMade(database);

            SampleRun.publish(database.dataSource(), "later", 0, 1);
            assertThat(catalog.all()).extracting(PublishedRun::name).containsExactly("later", "first");
        }
    }

    /** Both features are active at one of two tokens; neither kurtosis nor labels were measured then. */
    private static void assertOverviewIsMade(TestDatabase database) throws Exception {
        assertThat(Sql.one(database.dataSource(), "select density_profile[31], density_profile[32] from run_source"))
                .isEqualTo("2|0");
        assertThat(Sql.rows(database.dataSource(), "select * from highlight")).isEmpty();
        assertThat(Sql.one(database.dataSource(), "select document_features from run"))
                .isEqualTo("false");
    }

    private static void assertFeaturesStay(TestDatabase database, long run) {
        try (PublishedFeatures features = PublishedFeatures.open(database.dataSource(), run, "0-mlp")) {
            FeatureEvidence first = features.feature(0).orElseThrow().evidence();
            assertThat(first.statistics().activeTokens()).isEqualTo(1);
            assertThat(first.statistics().maximum()).isEqualTo(FirstVersion.PEAK);
            assertThat(first.statistics().mean()).isEqualTo(0.75);
            assertThat(first.histogram()).isEqualTo(new DyadicHistogram(0, 0, new long[] {1, 1}));
            Example best = first.top().get(0);
            assertThat(first.top()).hasSize(1);
            assertThat(best.context()).isEqualTo(ContextId.of(ContextId.corpusKey("ab".repeat(32)), 0));
            assertThat(best.peakPosition()).isEqualTo(2);
            assertThat(best.peak()).isEqualTo(FirstVersion.PEAK);
            assertThat(ActivationFormat.decode(best.activations(), 3)).containsExactly(0, 0, FirstVersion.PEAK);
            assertThat(features.feature(1).orElseThrow().evidence().groups()).isEmpty();
        }
    }
}
