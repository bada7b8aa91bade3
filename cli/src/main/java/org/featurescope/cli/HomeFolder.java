package org.featurescope.cli;

import java.nio.file.Path;
import org.featurescope.lm.Engine;
import picocli.CommandLine.Option;

/** Where the program keeps what it needs between two starts; an option of every command. */
final class HomeFolder {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            defaultValue = "${sys:user.home}/.featurescope",
            description = "Keeps the embedded database and unpacked native libraries (default: ~/.featurescope).")
    private Path folder = Path.of("");

    Path path() {
        return folder.toAbsolutePath().normalize();
    }

    Path nativeFolder() {
        return path().resolve("native");
    }

    /** Before anything that runs a model or reads a tokenizer. */
    void configureEngine() {
        Engine.configure(nativeFolder());
    }
}
