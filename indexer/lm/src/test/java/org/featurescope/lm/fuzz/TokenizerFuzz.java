package org.featurescope.lm.fuzz;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.featurescope.lm.Engine;
import org.featurescope.lm.ModelFolder;
import org.featurescope.lm.Tokenizer;

/**
 * A tokenizer: {@code tokenizer.json}, and {@code tokenizer_config.json} if the input has it ({@link FolderInput}), beside
 * a model. The library is native: what it cannot read would end the process.
 */
public final class TokenizerFuzz {

    private static final byte[] CONFIG = ("{\"model_type\": \"gpt2\", \"n_layer\": 1, \"n_head\": 1, \"n_embd\": 2,"
                    + " \"vocab_size\": 100000, \"n_positions\": 16, \"layer_norm_epsilon\": 1e-5,"
                    + " \"activation_function\": \"gelu_new\"}")
            .getBytes(StandardCharsets.UTF_8);
    private static final byte[] WEIGHTS = FileBytes.safetensors(
            "{\"w\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}".getBytes(StandardCharsets.UTF_8));
    private static final List<String> TEXTS = List.of(
            "", "a b", " Hello,  wörld\n", "\u4e16\u754c \ud83d\udc69\u200d\ud83d\udcbb", "<s></s><|endoftext|>\0");

    static {
        Engine.configure(Path.of("target/native").toAbsolutePath());
    }

    private TokenizerFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        FolderInput files = FolderInput.parse(input);
        Path folder = files.write(Scratch.emptied());
        Scratch.write(folder.resolve("config.json"), CONFIG);
        Scratch.write(folder.resolve("model.safetensors"), WEIGHTS);
        Refusal.orNothing(folder, files.names(), () -> {
            try (Tokenizer tokenizer = ModelFolder.open(folder).tokenizer()) {
                tokenizer.tokenBytes();
                TEXTS.forEach(text -> encode(folder, tokenizer, text));
            }
        });
    }

    private static void encode(Path folder, Tokenizer tokenizer, String text) {
        Refusal.orNothing(folder, List.of("tokenizer.json"), () -> {
            for (int id : tokenizer.encode(text)) {
                if (!tokenizer.tokenBytes().containsKey(id)) {
                    throw new AssertionError("the token " + id + " of \"" + text + "\" has no bytes");
                }
            }
        });
    }
}
