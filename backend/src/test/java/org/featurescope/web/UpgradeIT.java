package org.featurescope.web;

import static org.assertj.core.api.Assertions.assertThat;

import javax.sql.DataSource;
import org.featurescope.db.FirstVersion;
import org.junit.jupiter.api.Test;

/** Pages of a run that the first version of the program published. */
class UpgradeIT {

    @Test
    void aRunOfTheFirstVersionIsShownAsBefore() {
        try (TestSite site = TestSite.over(UpgradeIT::upgradedIndex)) {
            assertThat(site.html("/old")).contains("MLP neurons", "blocks.0.mlp.hook_post");
            assertThat(site.html("/old/0-mlp")).contains("2 neurons, layer 0");
            assertThat(site.html("/old/0-mlp/0")).contains("neuron 0", "doc-0").doesNotContain("FVU");
            assertThat(site.html("/runs/1")).contains("Featurescope index of old, run 1");
            assertThat(site.html("/corpora/abababababab/0")).contains(" a b", "it is older than they are");
            assertThat(site.json("/corpora/abababababab/0.json").get("features").isNull())
                    .isTrue();
            assertThat(site.json("/old.json")
                            .at("/sources/0/densities/counts/30")
                            .asInt())
                    .isEqualTo(2);
            assertThat(site.json("/index.json").get("byKurtosis")).isEmpty();
            assertThat(site.json("/old/0-mlp/0.json")
                            .get("groups")
                            .get(0)
                            .get("examples")
                            .get(0)
                            .get("peak")
                            .asDouble())
                    .isEqualTo(FirstVersion.PEAK);
        }
    }

    private static void upgradedIndex(DataSource database) {
        FirstVersion.write(database);
        FirstVersion.upgrade(database);
    }
}
