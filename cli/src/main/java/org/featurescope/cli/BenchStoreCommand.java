package org.featurescope.cli;

import java.util.concurrent.Callable;
import org.featurescope.cli.bench.StoreBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "store",
        description = "Measures the store: loading beside a raw COPY, size on disk, reading a feature.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class BenchStoreCommand implements Callable<Integer> {

    @Mixin
    private final HomeFolder home = new HomeFolder();

    @Option(
            names = "--features",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Synthetic features, half of them sparse, half dense (default: ${DEFAULT-VALUE}).")
    private int features;

    @Option(
            names = "--examples",
            paramLabel = "N",
            defaultValue = "20",
            description = "Examples of each (default: ${DEFAULT-VALUE}).")
    private int examples;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "Shares in which they are loaded, by turns with raw copies; medians count (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "8",
            description = "Connections that read at the same time (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(names = "--json", description = BenchCommand.JSON_DESCRIPTION)
    private boolean json;

    @Override
    public Integer call() {
        StoreBenchmark.run(
                new StoreBenchmark.Settings(features, examples, rounds, connections, home.path()),
                BenchCommand.printer(json));
        return 0;
    }
}
