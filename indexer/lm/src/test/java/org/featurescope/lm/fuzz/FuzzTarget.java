package org.featurescope.lm.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The parsers that are fuzzed. */
enum FuzzTarget {
    SAFETENSORS(SafetensorsFuzz.class, SafetensorsFuzz::fuzzerTestOneInput),
    NPZ(NpzFuzz.class, NpzFuzz::fuzzerTestOneInput),
    MODEL(ModelFolderFuzz.class, ModelFolderFuzz::fuzzerTestOneInput),
    SAE(SaeFolderFuzz.class, SaeFolderFuzz::fuzzerTestOneInput),
    TOKENIZER(TokenizerFuzz.class, TokenizerFuzz::fuzzerTestOneInput);

    private final Class<?> type;
    private final Consumer<byte[]> parser;

    FuzzTarget(Class<?> type, Consumer<byte[]> parser) {
        this.type = type;
        this.parser = parser;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Class<?> type() {
        return type;
    }

    void run(byte[] input) {
        parser.accept(input);
    }

    /** Inputs that were kept: those that reach much of the parser, and {@code regression-…}, those that once broke it. */
    Path corpus() {
        return Path.of("src/test/resources/fuzz").resolve(word());
    }

    List<Path> kept() throws IOException {
        if (!Files.isDirectory(corpus())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(corpus())) {
            return files.sorted().toList();
        }
    }

    /** Of a target's word, and a folder: writes the seeds there. Says the class that Jazzer runs. {@code tools/fuzz} calls it. */
    public static void main(String[] arguments) throws IOException {
        FuzzTarget target = valueOf(arguments[0].toUpperCase(Locale.ROOT));
        target.writeSeeds(Path.of(arguments[1]));
        System.out.println(target.type().getName());
    }

    void writeSeeds(Path folder) throws IOException {
        Files.createDirectories(folder);
        int number = 0;
        for (byte[] seed : Seeds.of(word())) {
            Files.write(folder.resolve("seed-" + number++), seed);
        }
    }
}
