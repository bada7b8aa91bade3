package org.featurescope.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whole runs of {@code index} over so many tokens and over ten times as many, each in a process and a home of its own: whether time
 * grows with the tokens, and memory does not. The memory is that of the indexer, without PostgreSQL's.
 */
public final class GrowthBenchmark {

    private static final int FACTOR = 10;
    private static final double BAR = 1.10;

    /** More than a token of any text has, so that a corpus repeated until then has enough tokens. */
    private static final int BYTES_OF_A_TOKEN = 16;

    private final Class<?> program;
    private final Path model;
    private final Path corpus;
    private final List<String> options;

    private GrowthBenchmark(Class<?> program, Path model, Path corpus, List<String> options) {
        this.program = program;
        this.model = model;
        this.corpus = corpus;
        this.options = options;
    }

    /**
     * @param program whose main method takes {@code index} and its options
     * @param corpus is read several times where it is too short
     * @param options of {@code index}
     * @param figures receives each as soon as it is known
     */
    public static void run(
            Class<?> program, Path model, Path corpus, long tokens, List<String> options, Consumer<Figure> figures) {
        if (tokens < 1) {
            throw new IllegalArgumentException("--growth must be >= 1, got " + tokens);
        }
        GrowthBenchmark benchmark = new GrowthBenchmark(program, model, corpus, options);
        MeasuredProcess few = benchmark.index(tokens);
        double millions = tokens / 1e6;
        figures.accept(Figure.of("time, %,d tokens".formatted(tokens), few.seconds() / millions, "s/M tokens"));
        MeasuredProcess many = benchmark.index(FACTOR * tokens);
        figures.accept(Figure.atMost(
                "time, %,d tokens".formatted(FACTOR * tokens),
                many.seconds() / FACTOR / millions,
                "s/M tokens",
                few.seconds() / millions,
                BAR));
        figures.accept(Figure.beside(
                "CPU, likewise", many.cpuSeconds() / FACTOR / millions, "s/M tokens", few.cpuSeconds() / millions));
        figures.accept(Figure.atMost("peak memory, likewise", many.peakMegabytes(), "MB", few.peakMegabytes(), BAR));
    }

    private MeasuredProcess index(long tokens) {
        try (TemporaryFolder home = TemporaryFolder.create()) {
            return MeasuredProcess.of("index", command(home.path(), tokens));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(Path home, long tokens) throws IOException {
        int times = Math.toIntExact(1 + tokens * BYTES_OF_A_TOKEN / Math.max(1, Files.size(corpus)));
        List<String> arguments = new ArrayList<>(List.of("index", "--home", home.toString()));
        arguments.addAll(List.of("--model", model.toString(), "--max-tokens", String.valueOf(tokens)));
        arguments.addAll(options);
        arguments.add("--corpus");
        arguments.addAll(Collections.nCopies(times, corpus.toString()));
        return BenchPeer.ownCommand(program, arguments);
    }
}
