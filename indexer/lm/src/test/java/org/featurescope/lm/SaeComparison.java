package org.featurescope.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.featurescope.lm.file.Json;
import org.featurescope.lm.file.SafetensorsFile;
import org.featurescope.lm.file.StoredTensor;
import org.featurescope.lm.sae.Sae;
import org.featurescope.lm.sae.SaeFolder;
import org.featurescope.lm.sae.SaeOptions;
import tools.jackson.databind.JsonNode;

/**
 * Runs the SAEs of a folder over the inputs of its {@code reference.safetensors} and measures how far they are off. Its
 * tensors: {@code input [n, dIn]}, {@code latents [n, features]}, {@code reconstruction [n, dOut]} (missing where the
 * folder has no decoder that could be applied); where a folder holds several SAEs, each name with the number of the SAE
 * in front: {@code 0.input}, {@code 1.input} …
 */
final class SaeComparison {

    /**
     * How far an SAE is off. Differences are absolute, divided by the expected value where that exceeds 1.
     *
     * @param by library and version
     * @param reconstruction 0 if there is none
     * @param activeInOneOnly latents that are 0 here and not there, or the other way round
     */
    record Difference(Sae sae, String by, double latents, double reconstruction, long activeInOneOnly) {

        @Override
        public String toString() {
            return "%s %s at %s, %s: latents %.1e, reconstruction %.1e"
                    .formatted(sae.format(), sae.architecture(), sae.input(), by, latents, reconstruction);
        }
    }

    private final Path folder;
    private final SafetensorsFile reference;
    private final JsonNode about;

    private SaeComparison(Path folder) {
        this.folder = folder;
        reference = SafetensorsFile.open(folder.resolve("reference.safetensors"));
        about = Json.read(folder.resolve("reference.json"));
    }

    static SaeComparison of(Path folder) {
        Engine.configure(Path.of("target/native").toAbsolutePath());
        return new SaeComparison(folder);
    }

    List<Difference> differences() {
        List<Sae> saes = SaeFolder.read(folder, options());
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < saes.size(); i++) {
            differences.add(difference(saes.get(i), saes.size() == 1 ? "" : i + "."));
        }
        return differences;
    }

    private SaeOptions options() {
        Path file = folder.resolve("options.json");
        Map<String, String> options = new TreeMap<>();
        if (Files.exists(file)) {
            Json.read(file)
                    .properties()
                    .forEach(option ->
                            options.put(option.getKey(), option.getValue().asString()));
        }
        return SaeOptions.of(options);
    }

    private Difference difference(Sae sae, String prefix) {
        List<float[]> found = new ArrayList<>();
        try (NDManager manager = Engine.newManager("cpu");
                Kernels kernels = Kernels.load(manager)) {
            Engine.withoutGradients();
            StoredTensor input = reference.tensor(prefix + "input");
            NDArray x = manager.create(input.floats(), new Shape(1, input.shape()[0], input.shape()[1]));
            new SaeModule(new TensorLoader(manager, kernels), sae)
                    .run(
                            manager,
                            x,
                            latents -> found.add(latents.toFloatArray()),
                            sae.decoder() == null ? null : reconstruction -> found.add(reconstruction.toFloatArray()));
        }
        float[] latents = reference.tensor(prefix + "latents").floats();
        return new Difference(
                sae,
                about.path("library").stringValue() + " "
                        + about.path("version").stringValue(),
                largest(found.get(0), latents),
                found.size() < 2
                        ? 0
                        : largest(
                                found.get(1),
                                reference.tensor(prefix + "reconstruction").floats()),
                activeInOneOnly(found.get(0), latents));
    }

    private static double largest(float[] found, float[] expected) {
        if (found.length != expected.length) {
            throw new AssertionError(found.length + " values, expected " + expected.length);
        }
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs(found[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
            largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
        }
        return largest;
    }

    private static long activeInOneOnly(float[] found, float[] expected) {
        long differing = 0;
        for (int i = 0; i < expected.length; i++) {
            differing += (found[i] == 0) == (expected[i] == 0) ? 0 : 1;
        }
        return differing;
    }
}
