package org.featurescope.lm.sae;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.featurescope.lm.file.ConfigFile;
import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.file.SafetensorsFile;
import org.featurescope.lm.file.TensorFile;

/** A folder that an SAE may lie in. */
record SaeFiles(Path folder) {

    boolean has(String name) {
        return Files.isRegularFile(folder.resolve(name));
    }

    /** Names of the files in it, sorted. */
    List<String> names() {
        return list(Files::isRegularFile)
                .map(file -> String.valueOf(file.getFileName()))
                .toList();
    }

    private Stream<Path> list(Predicate<Path> wanted) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(wanted).sorted().toList().stream();
        } catch (IOException e) {
            throw new MalformedFileException(folder, "cannot be listed (" + e + ")", e);
        } catch (UncheckedIOException e) {
            throw new MalformedFileException(folder, "cannot be listed (" + e.getCause() + ")", e);
        }
    }

    /** Its own name. */
    String name() {
        return String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    }

    /** Name of the folder that it lies in. */
    String parentName() {
        Path parent = folder.toAbsolutePath().normalize().getParent();
        return parent == null ? "" : String.valueOf(parent.getFileName());
    }

    /** The folders in it, sorted by name. */
    List<SaeFiles> folders() {
        return list(Files::isDirectory).map(SaeFiles::new).toList();
    }

    Path path(String name) {
        return folder.resolve(name);
    }

    ConfigFile config(String name) {
        return ConfigFile.read(path(name));
    }

    TensorFile tensors(String name) {
        return SafetensorsFile.open(path(name));
    }
}
