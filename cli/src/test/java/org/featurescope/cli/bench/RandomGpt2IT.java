package org.featurescope.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.featurescope.lm.ModelFolder;
import org.junit.jupiter.api.Test;

class RandomGpt2IT {

    @Test
    void hasTheShapeOfGpt2SmallAndGoesAway() {
        Path folder;
        try (RandomGpt2 random = RandomGpt2.write()) {
            folder = random.folder();
            ModelFolder model = ModelFolder.open(folder);
            assertThat(model.parameters()).isEqualTo(124_439_808);
            assertThat(model.shape().layers()).isEqualTo(12);
            assertThat(model.shape().dMlp()).isEqualTo(3072);
        }
        assertThat(folder).doesNotExist();
    }
}
