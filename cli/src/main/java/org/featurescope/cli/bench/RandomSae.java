package org.featurescope.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.file.SafetensorsWriter;
import org.featurescope.lm.file.SafetensorsWriter.Entry;
import org.featurescope.lm.file.SafetensorsWriter.Type;

/** A TopK SAE of random directions for the residual stream in the middle of a model, SAELens' layout, in a temporary folder. */
final class RandomSae implements AutoCloseable {

    private final Path folder;
    private final SplittableRandom random = new SplittableRandom(24);

    private RandomSae(Path folder) {
        this.folder = folder;
    }

    static RandomSae write(Path model, int latents, int active) {
        ModelFolder about = ModelFolder.open(model);
        try {
            RandomSae sae = new RandomSae(Files.createTempDirectory("featurescope-bench"));
            try {
                int width = about.shape().dModel();
                Files.writeString(
                        sae.folder.resolve("cfg.json"),
                        config(width, latents, active, about.shape().layers() / 2));
                sae.writeWeights(width, latents);
                return sae;
            } catch (IOException | RuntimeException e) {
                sae.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the SAE to measure with cannot be written (" + e + ")", e);
        }
    }

    Path folder() {
        return folder;
    }

    private static String config(int width, int latents, int active, int layer) {
        return """
                {"architecture": "topk", "d_in": %d, "d_sae": %d, "k": %d, "dtype": "float32", "device": "cpu",
                 "apply_b_dec_to_input": true, "normalize_activations": "none", "reshape_activations": "none",
                 "metadata": {"sae_lens_version": "6.0.0", "hook_name": "blocks.%d.hook_resid_post", "prepend_bos": true}}
                """.formatted(width, latents, active, layer);
    }

    private void writeWeights(int width, int latents) {
        List<Entry> entries = List.of(
                new Entry("W_enc", Type.F32, width, latents),
                new Entry("b_enc", Type.F32, latents),
                new Entry("W_dec", Type.F32, latents, width),
                new Entry("b_dec", Type.F32, width));
        Path file = folder.resolve("sae_weights.safetensors");
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, Map.of(), entries)) {
            float largest = (float) Math.sqrt(3.0 / width); // rows of length 1
            fill(writer, "W_enc", width, latents, largest);
            fill(writer, "b_enc", 1, latents, 0);
            fill(writer, "W_dec", latents, width, largest);
            fill(writer, "b_dec", 1, width, 0);
            writer.finish();
        }
    }

    private void fill(SafetensorsWriter writer, String name, int rows, int columns, float largest) {
        float[] row = new float[columns];
        for (int i = 0; i < rows; i++) {
            for (int column = 0; column < columns; column++) {
                row[column] = largest * (2 * (random.nextInt() >>> 8) * 0x1p-24f - 1);
            }
            writer.append(name, FloatBuffer.wrap(row));
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be removed (" + e + ")", e);
        }
    }
}
