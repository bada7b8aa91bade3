package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.featurescope.db.store.RunDeletion;
import org.junit.jupiter.api.Test;

/** What was read of runs is kept, but never longer than they are published. */
class FreshRunsIT {

    private static final String PAGE = "/tiny-2l/1-mlp/7.json";

    @Test
    void aDeletedRunIsGoneAtOnceAndTheOneBeforeIsTheNewest() {
        try (TestSite site = TestSite.over(SmallIndex::write)) {
            int newest = run(site, PAGE);
            assertThat(run(site, PAGE + "?run=" + newest)).isEqualTo(newest);
            assertThat(site.queries(PAGE).size())
                    .as("statistics, evidence, texts, explanations, and which runs there are")
                    .isEqualTo(5);

            RunDeletion.delete(site.database(), newest);

            assertThat(run(site, PAGE)).isLessThan(newest);
            assertThat(site.get(PAGE + "?run=" + newest).statusCode()).isEqualTo(410);
        }
    }

    @Test
    void aPublishedRunIsTheNewestAtOnce() {
        try (TestSite site = TestSite.over(database -> {})) {
            assertThat(site.get(PAGE).statusCode()).isEqualTo(404);

            SmallIndex.write(site.database());

            assertThat(site.get(PAGE).statusCode()).isEqualTo(200);
        }
    }

    private static int run(TestSite site, String page) {
        return site.json(page).path("run").path("id").asInt();
    }
}
