package org.featurescope.lm.sae;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/formats.md names every format and every option. */
class FormatsDocumentTest {

    private String document = "";

    @BeforeEach
    void read() throws IOException {
        document = Files.readString(Path.of("../../docs/formats.md"));
    }

    @Test
    void namesEveryFormat() {
        assertThat(SaeFolder.formatNames())
                .isNotEmpty()
                .allSatisfy(name -> assertThat(document).contains(name));
    }

    @Test
    void namesEveryOption() {
        assertThat(SaeOptions.KEYS).allSatisfy(key -> assertThat(document).contains("\n| `" + key + "` |"));
    }
}
