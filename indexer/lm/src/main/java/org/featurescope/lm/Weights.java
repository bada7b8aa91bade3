package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.featurescope.lm.file.Json;
import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.file.SafetensorsFile;
import tools.jackson.databind.JsonNode;

/** The tensors of a model folder, in one safetensors file or in shards with an index. */
final class Weights {

    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private final Path folder;
    private final List<SafetensorsFile> files;

    private Weights(Path folder, List<SafetensorsFile> files) {
        this.folder = folder;
        this.files = files;
    }

    static Weights open(Path folder) {
        return new Weights(
                folder, files(folder).stream().map(SafetensorsFile::open).toList());
    }

    /** The safetensors files of a folder, in the order of their names. */
    static List<Path> files(Path folder) {
        if (Files.isRegularFile(folder.resolve(SINGLE))) {
            return List.of(folder.resolve(SINGLE));
        }
        if (!Files.isRegularFile(folder.resolve(INDEX))) {
            throw new MalformedFileException(
                    folder.resolve(SINGLE),
                    "not found, nor " + INDEX + "; weights must be safetensors (convert .bin or .pt files with"
                            + " transformers' save_pretrained)");
        }
        Stream<JsonNode> names =
                Json.read(folder.resolve(INDEX)).path("weight_map").valueStream();
        List<Path> files = names.map(JsonNode::asString)
                .distinct()
                .sorted()
                .map(folder::resolve)
                .toList();
        if (files.isEmpty()) {
            throw new MalformedFileException(folder.resolve(INDEX), "its weight_map names no file");
        }
        return files;
    }

    long parameters() {
        return files.stream().mapToLong(SafetensorsFile::parameters).sum();
    }

    /** How many tensors there are. */
    int size() {
        return files.stream().mapToInt(file -> file.names().size()).sum();
    }

    boolean has(String name) {
        return files.stream().anyMatch(file -> file.names().contains(name));
    }

    /**
     * A tensor in fp32.
     *
     * @throws MalformedFileException if there is none of that name, or it has another shape
     */
    NDArray tensor(TensorLoader loader, String name, long... shape) {
        SafetensorsFile file = files.stream()
                .filter(candidate -> candidate.names().contains(name))
                .findFirst()
                .orElseThrow(() -> new MalformedFileException(
                        folder,
                        "no tensor " + name + " in "
                                + files.stream()
                                        .map(f -> f.file().getFileName())
                                        .toList() + "; config.json does not fit these weights"));
        return loader.load(file.tensor(name).require(shape));
    }
}
