package org.featurescope.lm.sae;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.featurescope.lm.file.Json;
import org.featurescope.lm.file.SafetensorsFile;
import org.featurescope.lm.file.SafetensorsWriter;
import tools.jackson.databind.node.ObjectNode;

/** A copy of one of the fixtures, in which something is changed. */
final class EditedSae {

    private static final Path FIXTURES = Path.of("src/test/resources/sae");

    private final Path folder;

    private EditedSae(Path folder) {
        this.folder = folder;
    }

    static EditedSae of(String fixture, Path folder) {
        Path original = FIXTURES.resolve(fixture);
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().startsWith("reference")) {
                    Path copy = folder.resolve(original.relativize(file).toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new EditedSae(folder);
    }

    EditedSae config(Consumer<ObjectNode> edit) {
        return json("cfg.json", edit);
    }

    EditedSae metadata(Consumer<ObjectNode> edit) {
        return config(config -> edit.accept((ObjectNode) config.path("metadata")));
    }

    EditedSae json(String name, Consumer<ObjectNode> edit) {
        ObjectNode json = (ObjectNode) Json.read(folder.resolve(name));
        edit.accept(json);
        return write(name, json.toString());
    }

    EditedSae write(String name, String content) {
        try {
            Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Replaces a vector, or adds one. */
    EditedSae vector(String name, float... values) {
        Path file = folder.resolve("sae_weights.safetensors");
        Map<String, SafetensorsWriter.Entry> entries = new LinkedHashMap<>();
        Map<String, float[]> tensors = new LinkedHashMap<>();
        SafetensorsFile old = SafetensorsFile.open(file);
        for (String tensor : old.names()) {
            entries.put(
                    tensor,
                    new SafetensorsWriter.Entry(
                            tensor,
                            SafetensorsWriter.Type.F32,
                            old.tensor(tensor).shape()));
            tensors.put(tensor, old.tensor(tensor).floats());
        }
        entries.put(name, new SafetensorsWriter.Entry(name, SafetensorsWriter.Type.F32, values.length));
        tensors.put(name, values);
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, Map.of(), new ArrayList<>(entries.values()))) {
            tensors.forEach((tensor, all) -> writer.append(tensor, FloatBuffer.wrap(all)));
            writer.finish();
        }
        return this;
    }

    Path folder() {
        return folder;
    }

    Sae read(String... options) {
        List<Sae> saes = readAll(options);
        if (saes.size() != 1) {
            throw new AssertionError(saes.size() + " SAEs");
        }
        return saes.get(0);
    }

    List<Sae> readAll(String... options) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String option : options) {
            given.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
        }
        return SaeFolder.read(folder, SaeOptions.of(given));
    }

    EditedSae delete(String name) {
        try {
            Files.delete(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }
}
