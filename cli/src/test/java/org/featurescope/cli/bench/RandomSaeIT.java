package org.featurescope.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.featurescope.lm.sae.Sae;
import org.featurescope.lm.sae.SaeFolder;
import org.featurescope.lm.sae.SaeOptions;
import org.junit.jupiter.api.Test;

class RandomSaeIT {

    @Test
    void fitsTheModelAndGoesAway() {
        Path folder;
        try (RandomSae random = RandomSae.write(Path.of("../demo/babel-4l"), 512, 32)) {
            folder = random.folder();
            Sae sae = SaeFolder.read(folder, SaeOptions.NONE).get(0);
            assertThat(sae.features()).isEqualTo(512);
            assertThat(sae.input()).hasToString("blocks.2.hook_resid_post");
            assertThat(sae.declaredL0()).hasValue(32);
        }
        assertThat(folder).doesNotExist();
    }
}
