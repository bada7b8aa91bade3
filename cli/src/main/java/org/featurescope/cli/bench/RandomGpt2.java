package org.featurescope.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.featurescope.lm.file.SafetensorsWriter;
import org.featurescope.lm.file.SafetensorsWriter.Entry;
import org.featurescope.lm.file.SafetensorsWriter.Type;

/** A model of the shape of GPT-2 small, 124 million random weights, in a temporary folder. */
final class RandomGpt2 implements AutoCloseable {

    private static final int LAYERS = 12;
    private static final int HEADS = 12;
    private static final int D_MODEL = 768;
    private static final int VOCABULARY = 50_257;
    private static final int POSITIONS = 1024;
    private static final float LARGEST = 0.0346f; // of an even distribution with GPT-2's deviation, 0.02

    private final Path folder;
    private final SplittableRandom random = new SplittableRandom(124);

    private RandomGpt2(Path folder) {
        this.folder = folder;
    }

    static RandomGpt2 write() {
        try {
            RandomGpt2 model = new RandomGpt2(Files.createTempDirectory("featurescope-bench"));
            try {
                Files.writeString(model.folder.resolve("config.json"), config());
                model.writeWeights();
                return model;
            } catch (IOException | RuntimeException e) {
                model.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the model to measure with cannot be written (" + e + ")", e);
        }
    }

    Path folder() {
        return folder;
    }

    /** Gives it the tokenizer of another model, whose vocabulary is smaller, so that it can read text. */
    void addTokenizer(Path model) {
        try {
            for (String file : List.of("tokenizer.json", "tokenizer_config.json")) {
                Files.copy(model.resolve(file), folder.resolve(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the tokenizer of " + model + " cannot be copied (" + e + ")", e);
        }
    }

    private static String config() {
        return """
                {"architectures": ["GPT2LMHeadModel"], "model_type": "gpt2", "activation_function": "gelu_new",
                 "n_layer": %d, "n_head": %d, "n_embd": %d, "n_inner": null, "vocab_size": %d, "n_positions": %d,
                 "layer_norm_epsilon": 1e-05, "tie_word_embeddings": true, "bos_token_id": 0, "eos_token_id": 0}
                """.formatted(LAYERS, HEADS, D_MODEL, VOCABULARY, POSITIONS);
    }

    private void writeWeights() {
        List<Entry> entries = new ArrayList<>(List.of(
                matrix("transformer.wte.weight", VOCABULARY, D_MODEL),
                matrix("transformer.wpe.weight", POSITIONS, D_MODEL)));
        for (int layer = 0; layer < LAYERS; layer++) {
            addBlock(entries, "transformer.h." + layer + ".");
        }
        addNorm(entries, "transformer.ln_f");
        Path file = folder.resolve("model.safetensors");
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, Map.of("format", "pt"), entries)) {
            entries.forEach(entry -> fill(writer, entry));
            writer.finish();
        }
    }

    private static void addBlock(List<Entry> entries, String block) {
        addNorm(entries, block + "ln_1");
        addLinear(entries, block + "attn.c_attn", D_MODEL, 3 * D_MODEL);
        addLinear(entries, block + "attn.c_proj", D_MODEL, D_MODEL);
        addNorm(entries, block + "ln_2");
        addLinear(entries, block + "mlp.c_fc", D_MODEL, 4 * D_MODEL);
        addLinear(entries, block + "mlp.c_proj", 4 * D_MODEL, D_MODEL);
    }

    private static void addNorm(List<Entry> entries, String name) {
        entries.add(new Entry(name + ".weight", Type.F32, D_MODEL));
        entries.add(new Entry(name + ".bias", Type.F32, D_MODEL));
    }

    private static void addLinear(List<Entry> entries, String name, int in, int out) {
        entries.add(matrix(name + ".weight", in, out));
        entries.add(new Entry(name + ".bias", Type.F32, out));
    }

    private static Entry matrix(String name, int rows, int columns) {
        return new Entry(name, Type.F32, rows, columns);
    }

    /** Norm weights around 1, everything else around 0. */
    private void fill(SafetensorsWriter writer, Entry entry) {
        boolean vector = entry.shape().length == 1;
        float[] row = new float[Math.toIntExact(entry.shape()[vector ? 0 : 1])];
        float centre = vector && entry.name().endsWith(".weight") ? 1 : 0;
        for (long i = 0; i < (vector ? 1 : entry.shape()[0]); i++) {
            for (int column = 0; column < row.length; column++) {
                row[column] = centre + LARGEST * (2 * (random.nextInt() >>> 8) * 0x1p-24f - 1);
            }
            writer.append(entry.name(), FloatBuffer.wrap(row));
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
