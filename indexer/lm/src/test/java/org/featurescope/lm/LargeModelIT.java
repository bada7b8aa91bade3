package org.featurescope.lm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.featurescope.core.HookPoint;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights of several times the heap, in a process with 64 MB of heap and so 64 MB of Java's direct memory. */
class LargeModelIT {

    private static final int TOKENS = 120_000;
    private static final int WIDTH = 512;
    private static final int LAYERS = 4;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"F32, 4", "BF16, 2"})
    void loadsAndRunsAModelThatIsLargerThanTheHeap(String type, int valueBytes) throws Exception {
        writeConfig();
        long parameters = writeWeights(type, valueBytes);
        assertThat(parameters * 4).isGreaterThan(4 * 64L << 20);

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeModelIT.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(output).contains("token 7: 3.0", "other tokens: 0.0", "heap: 64 MB");
        System.out.print(type + " weights of " + (parameters * valueBytes >> 20) + " MB\n" + output);
    }

    private void writeConfig() throws IOException {
        Files.writeString(folder.resolve("config.json"), """
                {"model_type": "gpt2", "n_layer": %d, "n_head": 8, "n_embd": %d, "vocab_size": %d, "n_positions": 16,
                 "layer_norm_epsilon": 1e-5, "activation_function": "gelu_new"}""".formatted(LAYERS, WIDTH, TOKENS));
    }

    /**
     * All zeros, which costs no space on the disk, but for the bias of the last norm, 1.5 in dimension 0, and the embedding of
     * token 7, 2 there: so every logit is 0 but that of token 7, which is 3.
     */
    private long writeWeights(String type, int valueBytes) throws IOException {
        StringBuilder header = new StringBuilder("{");
        long[] end = {0};
        long[] bias = {0};
        shapes().forEach((name, shape) -> {
            bias[0] = name.equals("ln_f.bias") ? end[0] : bias[0];
            long bytes = shape.stream().mapToLong(Integer::longValue).reduce(valueBytes, Math::multiplyExact);
            header.append(header.length() > 1 ? "," : "")
                    .append("\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                            .formatted(name, type, shape, end[0], end[0] + bytes));
            end[0] += bytes;
        });
        header.append("}").append(" ".repeat(8 - header.length() % 8));
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("model.safetensors").toFile(), "rw")) {
            file.writeLong(Long.reverseBytes(header.length()));
            file.write(header.toString().getBytes(StandardCharsets.UTF_8));
            long data = 8 + header.length();
            file.setLength(data + end[0]);
            write(file, data + bias[0], 1.5f, valueBytes);
            write(file, data + 7L * WIDTH * valueBytes, 2, valueBytes);
        }
        return end[0] / valueBytes;
    }

    private static void write(RandomAccessFile file, long position, float value, int valueBytes) throws IOException {
        int bits = Float.floatToIntBits(value);
        file.seek(position);
        if (valueBytes == 4) {
            file.writeInt(Integer.reverseBytes(bits));
        } else {
            file.writeShort(Short.reverseBytes((short) (bits >> 16)));
        }
    }

    private static Map<String, List<Integer>> shapes() {
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        shapes.put("wte.weight", List.of(TOKENS, WIDTH));
        shapes.put("wpe.weight", List.of(16, WIDTH));
        for (int layer = 0; layer < LAYERS; layer++) {
            String block = "h." + layer + ".";
            for (String norm : List.of(block + "ln_1", block + "ln_2")) {
                shapes.put(norm + ".weight", List.of(WIDTH));
                shapes.put(norm + ".bias", List.of(WIDTH));
            }
            putLinear(shapes, block + "attn.c_attn", WIDTH, 3 * WIDTH);
            putLinear(shapes, block + "attn.c_proj", WIDTH, WIDTH);
            putLinear(shapes, block + "mlp.c_fc", WIDTH, 4 * WIDTH);
            putLinear(shapes, block + "mlp.c_proj", 4 * WIDTH, WIDTH);
        }
        shapes.put("ln_f.weight", List.of(WIDTH));
        shapes.put("ln_f.bias", List.of(WIDTH));
        return shapes;
    }

    private static void putLinear(Map<String, List<Integer>> shapes, String name, int in, int out) {
        shapes.put(name + ".weight", List.of(in, out));
        shapes.put(name + ".bias", List.of(out));
    }

    /** The process with the small heap. */
    public static void main(String[] arguments) {
        Engine.configure(Path.of("target/native").toAbsolutePath());
        TokenContext context = new TokenContext(0, new int[] {1, 2, 3}, new boolean[3]);
        List<float[]> logits = new ArrayList<>();
        try (HookedModel model = ModelFolder.open(Path.of(arguments[0])).load("cpu")) {
            model.run(new TokenBatch(List.of(context)), Set.of(HookPoint.parse("logits")), (point, activations) -> {
                float[] last = new float[TOKENS];
                activations.read(0, 2, 0, TOKENS, last, 0);
                logits.add(last);
            });
        }
        float[] last = logits.get(0);
        System.out.println("token 7: " + last[7]);
        last[7] = 0;
        float largest = 0;
        for (float logit : last) {
            largest = Math.max(largest, Math.abs(logit));
        }
        System.out.println("other tokens: " + largest);
        System.out.println("heap: " + (Runtime.getRuntime().maxMemory() >> 20) + " MB");
    }
}
