package org.featurescope.cli.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A source in the layout of Neuronpedia's export, packed, with examples drawn from a pool of contexts, as real exports draw them from the
 * prompts that were run. The same sizes give the same files.
 */
public final class SyntheticDump {

    private static final int FEATURES_OF_A_BATCH = 1 << 8;
    private static final int EXAMPLES = 40;
    private static final int CONTEXT_TOKENS = 128;
    private static final int POOL = 20_000;
    private static final int WORDS = 5_000;
    private static final int ACTIVE_TOKENS = 6;
    private static final String SYLLABLES = "babebibobudadedidodufafefifofulalelilolumamemimomunaneninonusasesisosu";

    private final Path folder;
    private final int features;
    private long bytes;

    private SyntheticDump(Path folder, int features) {
        this.folder = folder;
        this.features = features;
    }

    /**
     * Writes batches of features until they come to so many bytes, unpacked.
     *
     * @param featuresOfABatch how many features have one file
     * @return how many bytes they came to
     */
    public static long write(Path folder, long wantedBytes, int featuresOfABatch) {
        try {
            return new SyntheticDump(folder, featuresOfABatch).write(wantedBytes);
        } catch (IOException e) {
            throw new UncheckedIOException("the files to import cannot be written (" + e + ")", e);
        }
    }

    /** The same, in files of some 20 MB, unpacked. */
    static long write(Path folder, long wantedBytes) {
        return write(folder, wantedBytes, FEATURES_OF_A_BATCH);
    }

    private long write(long wantedBytes) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("source.jsonl"),
                "{\"modelId\":\"bench\",\"id\":\"0-bench\",\"dataset\":\"synthetic\",\"num_prompts\":" + POOL
                        + ",\"num_tokens_in_prompt\":" + CONTEXT_TOKENS + "}\n");
        for (int batch = 0; bytes < wantedBytes; batch++) {
            writeBatch(batch);
        }
        return bytes;
    }

    private void writeBatch(int batch) throws IOException {
        Random random = new Random(batch);
        try (BufferedWriter rows = batch("features", batch);
                BufferedWriter activations = batch("activations", batch)) {
            for (int index = batch * features; index < (batch + 1) * features; index++) {
                float maximum = 2 + random.nextInt(100) / 8f;
                writeRow(
                        rows,
                        "{\"modelId\":\"bench\",\"layer\":\"0-bench\",\"index\":\"" + index + "\",\"maxActApprox\":"
                                + maximum + ",\"frac_nonzero\":" + random.nextInt(1 << 10) / 65_536.0
                                + ",\"pos_str\":[\"" + word(index) + "\"],\"pos_values\":[0.5]}");
                for (int example = 0; example < EXAMPLES; example++) {
                    writeRow(activations, activation(index, maximum, example, random));
                }
            }
        }
    }

    private void writeRow(BufferedWriter out, String row) throws IOException {
        out.write(row);
        out.write('\n');
        bytes += row.length() + 1; // of ASCII alone
    }

    /** Half of the examples are at the top, half of an interval. */
    private static String activation(int index, float maximum, int example, Random random) {
        boolean top = example < EXAMPLES / 2;
        int peak = random.nextInt(CONTEXT_TOKENS);
        float[] values = new float[CONTEXT_TOKENS];
        for (int i = 0; i < ACTIVE_TOKENS; i++) {
            values[random.nextInt(CONTEXT_TOKENS)] = maximum * random.nextInt(1 << 8) / (1 << 10);
        }
        values[peak] = maximum * (1 << 8) / (1 << (top ? 8 : 10));
        StringBuilder row = new StringBuilder(2_048)
                .append("{\"modelId\":\"bench\",\"layer\":\"0-bench\",\"index\":\"")
                .append(index)
                .append("\",\"tokens\":[");
        Random context = new Random(random.nextInt(POOL));
        for (int i = 0; i < CONTEXT_TOKENS; i++) {
            row.append(i == 0 ? "\"" : ",\"")
                    .append(word(context.nextInt(WORDS)))
                    .append('"');
        }
        row.append("],\"values\":[");
        for (int i = 0; i < CONTEXT_TOKENS; i++) {
            row.append(i == 0 ? "" : ",").append(values[i] == 0 ? "0" : String.valueOf(values[i]));
        }
        return row.append("],\"maxValue\":")
                .append(values[peak])
                .append(",\"binMin\":")
                .append(top ? "-1" : "0")
                .append(",\"binMax\":")
                .append(maximum / 2)
                .append(",\"binContains\":")
                .append(top ? "-1" : "0.5")
                .append(",\"qualifyingTokenIndex\":")
                .append(peak)
                .append('}')
                .toString();
    }

    private static String word(int number) {
        int syllables = SYLLABLES.length() / 2;
        StringBuilder word = new StringBuilder(" ");
        for (int rest = 1 + number % WORDS; rest > 0; rest /= syllables) {
            word.append(SYLLABLES, 2 * (rest % syllables), 2 * (rest % syllables) + 2);
        }
        return word.toString();
    }

    private BufferedWriter batch(String kind, int number) throws IOException {
        Path file = folder.resolve(kind).resolve("batch-" + number + ".jsonl.gz");
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        OutputStream packed = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        };
        return new BufferedWriter(new OutputStreamWriter(packed, StandardCharsets.US_ASCII));
    }
}
