package org.featurescope.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHashTest {

    @TempDir
    private Path folder;

    /** The first value is FIPS 180-2's for "abc"; the second was computed with sha256sum and xxd. */
    @Test
    void hashesOneFileAsSha256sumDoesAndSeveralInOrder() throws IOException {
        Path abc = Files.writeString(folder.resolve("a"), "abc");
        Path empty = Files.writeString(folder.resolve("b"), "");

        assertThat(FileHash.sha256(List.of(abc)))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(FileHash.sha256(List.of(abc, empty)))
                .isEqualTo("6f1290896ee81a0349174d19f4473d267a10289c40480861d5c42affffbd79f9");
    }
}
