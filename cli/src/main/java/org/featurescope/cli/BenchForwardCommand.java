package org.featurescope.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.featurescope.cli.bench.ForwardBenchmark;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "forward",
        description = "Measures the forward pass: tokens a second, load time and memory, beside transformers.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class BenchForwardCommand implements Callable<Integer> {

    private static final String SCRIPT = "tools/bench/transformers_forward.py";

    @Mixin
    private final HomeFolder home = new HomeFolder();

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "A model folder (default: random weights of the shape of GPT-2 small, 124 million).")
    private @Nullable Path model;

    @Option(
            names = "--transformers",
            paramLabel = "PYTHON",
            description = "A Python that has torch and transformers; without it only ours is measured.")
    private @Nullable Path python;

    @Option(
            names = "--contexts",
            paramLabel = "N",
            defaultValue = "8",
            description = "Contexts of a batch (default: ${DEFAULT-VALUE}).")
    private int contexts;

    @Option(
            names = "--context-tokens",
            paramLabel = "N",
            defaultValue = "128",
            description = "Tokens of each (default: ${DEFAULT-VALUE}).")
    private int contextTokens;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "10",
            description = "Passes of each candidate, by turns; medians count (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads of each candidate on a CPU (default: one for each processor).")
    private @Nullable Integer threads;

    @Option(
            names = "--device",
            paramLabel = "cpu|gpu[:i]",
            defaultValue = "cpu",
            description = "Where the models run (default: ${DEFAULT-VALUE}).")
    private String device = "";

    @Option(names = "--json", description = BenchCommand.JSON_DESCRIPTION)
    private boolean json;

    @Override
    public Integer call() {
        Path script = Path.of(System.getProperty("featurescope.root", ".")).resolve(SCRIPT);
        if (python != null && !Files.isRegularFile(script)) {
            throw new IllegalArgumentException(
                    "--transformers needs " + script + ", which is not there; start ./featurescope of the project");
        }
        ForwardBenchmark.Settings settings = new ForwardBenchmark.Settings(
                model,
                contexts,
                contextTokens,
                rounds,
                threads == null ? Runtime.getRuntime().availableProcessors() : threads,
                device,
                python,
                script,
                home.nativeFolder());
        ForwardBenchmark.run(settings, BenchCommand.printer(json));
        return 0;
    }
}
