package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.featurescope.lm.file.Json;
import org.featurescope.lm.file.MalformedFileException;
import org.featurescope.lm.file.SafetensorsFile;
import org.featurescope.lm.file.Shown;
import tools.jackson.databind.JsonNode;

/** The tensors of a model folder, in one safetensors file or in shards with an index. */
final class Weights {

    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    /** A file in the folder itself, on every system. */
    private static final Pattern SHARD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*\\.safetensors");

    private final Path folder;
    private final Collection<SafetensorsFile> files;
    private final Map<String, SafetensorsFile> fileOfTensor;

    private Weights(Path folder, Collection<SafetensorsFile> files, Map<String, SafetensorsFile> fileOfTensor) {
        this.folder = folder;
        this.files = files;
        this.fileOfTensor = fileOfTensor;
    }

    /** @throws MalformedFileException if a file is missing or broken, or the index does not fit the files */
    static Weights open(Path folder) {
        Map<Path, SafetensorsFile> files = new TreeMap<>();
        Map<String, SafetensorsFile> fileOfTensor = new HashMap<>();
        for (Path path : files(folder)) {
            SafetensorsFile file = SafetensorsFile.open(path);
            files.put(path, file);
            for (String name : file.names()) {
                SafetensorsFile other = fileOfTensor.put(name, file);
                if (other != null) {
                    throw new MalformedFileException(
                            path,
                            "has tensor " + Shown.plain(name) + ", which is also in " + other.file()
                                    + "; remove one of them");
                }
            }
        }
        if (!hasSingle(folder)) {
            requireIndexed(folder, files);
        }
        return new Weights(folder, files.values(), fileOfTensor);
    }

    private static void requireIndexed(Path folder, Map<Path, SafetensorsFile> files) {
        index(folder).forEach((name, shard) -> {
            SafetensorsFile file = files.get(folder.resolve(shard));
            if (file != null && !file.names().contains(name)) {
                throw new MalformedFileException(
                        file.file(),
                        "lacks tensor " + Shown.plain(name) + ", which " + INDEX
                                + " says is there; download both again");
            }
        });
    }

    /**
     * The safetensors files of a folder, in the order of their names.
     *
     * @throws MalformedFileException if there is none, or a shard is missing, or it is unclear which are meant
     */
    static List<Path> files(Path folder) {
        List<Path> shards = Files.isRegularFile(folder.resolve(INDEX))
                ? index(folder).values().stream()
                        .distinct()
                        .sorted()
                        .map(folder::resolve)
                        .toList()
                : List.of();
        Path single = folder.resolve(SINGLE);
        if (hasSingle(folder)) {
            shards.stream()
                    .filter(shard -> !shard.equals(single) && Files.exists(shard))
                    .findFirst()
                    .ifPresent(shard -> {
                        throw new MalformedFileException(
                                single,
                                "is there, and so are the shards of " + INDEX + " (" + shard.getFileName()
                                        + "); remove the weights that are not meant");
                    });
            return List.of(single);
        }
        if (shards.isEmpty()) {
            throw new MalformedFileException(
                    single,
                    "not found, nor " + INDEX + "; weights must be safetensors (convert .bin or .pt files with"
                            + " transformers' save_pretrained)");
        }
        for (Path shard : shards) {
            if (!Files.isRegularFile(shard)) {
                throw new MalformedFileException(shard, "not found; " + INDEX + " names it: download it too");
            }
        }
        return shards;
    }

    private static boolean hasSingle(Path folder) {
        return Files.isRegularFile(folder.resolve(SINGLE));
    }

    /** Names of tensors, and of the files they are in; what else an index holds (total_size) is not needed. */
    private static Map<String, String> index(Path folder) {
        Path file = folder.resolve(INDEX);
        JsonNode weightMap = Json.read(file).path("weight_map");
        if (!weightMap.isObject() || weightMap.isEmpty()) {
            throw new MalformedFileException(file, "weight_map must be an object, tensor to file, and not empty");
        }
        Map<String, String> shards = new TreeMap<>();
        weightMap.properties().forEach(entry -> {
            String shard = entry.getValue().asString("");
            if (!SHARD.matcher(shard).matches()) {
                throw new MalformedFileException(
                        file,
                        "weight_map: tensor " + Shown.plain(entry.getKey())
                                + " must be in a file NAME.safetensors of this folder, found "
                                + Shown.plain(entry.getValue().toString()));
            }
            shards.put(entry.getKey(), shard);
        });
        return shards;
    }

    long parameters() {
        return files.stream().mapToLong(SafetensorsFile::parameters).sum();
    }

    /** How many tensors there are. */
    int size() {
        return files.stream().mapToInt(file -> file.names().size()).sum();
    }

    boolean has(String name) {
        return fileOfTensor.containsKey(name);
    }

    /**
     * A tensor in fp32.
     *
     * @throws MalformedFileException if there is none of that name, or it has another shape, or a value is NaN or infinite
     */
    NDArray tensor(TensorLoader loader, String name, long... shape) {
        SafetensorsFile file = fileOfTensor.get(name);
        if (file == null) {
            throw new MalformedFileException(
                    folder,
                    "no tensor " + name + " in "
                            + files.stream().map(f -> f.file().getFileName()).toList()
                            + "; config.json does not fit these weights");
        }
        return loader.load(file.tensor(name).require(shape));
    }
}
