package org.featurescope.cli;

import java.util.concurrent.Callable;
import org.featurescope.cli.bench.SiteBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "site",
        description =
                "Measures the web app: time and rate of pages of features beside pgbench, and what a page weighs.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class BenchSiteCommand implements Callable<Integer> {

    @Mixin
    private final HomeFolder home = new HomeFolder();

    @Option(
            names = "--features",
            paramLabel = "N",
            defaultValue = "50000",
            description = "Synthetic features, half of them sparse, half dense (default: ${DEFAULT-VALUE}).")
    private int features;

    @Option(
            names = "--examples",
            paramLabel = "N",
            defaultValue = "20",
            description = "Examples of each at the top (default: ${DEFAULT-VALUE}).")
    private int examples;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "8",
            description = "Connections that ask at the same time (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "How long each of three rounds lasts, of the web app and of pgbench (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            defaultValue = "300",
            description =
                    "How long pages are asked for beforehand at most, in seconds; less once hardly anything is compiled any more (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--json", description = BenchCommand.JSON_DESCRIPTION)
    private boolean json;

    @Override
    public Integer call() {
        SiteBenchmark.run(
                new SiteBenchmark.Settings(features, examples, connections, seconds, warmUp, home.path()),
                BenchCommand.printer(json));
        return 0;
    }
}
