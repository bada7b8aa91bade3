package org.featurescope.cli;

import java.util.concurrent.Callable;
import org.featurescope.cli.bench.SearchBenchmark;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "search",
        description = "Measures search: time of words, phrases and expressions over HTTP, and the index on disk.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class BenchSearchCommand implements Callable<Integer> {

    @Mixin
    private final HomeFolder home = new HomeFolder();

    @Option(
            names = "--features",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Synthetic features, 25,000 a source (default: ${DEFAULT-VALUE}).")
    private int features;

    @Option(
            names = "--examples",
            paramLabel = "N",
            defaultValue = "20",
            description = "Examples of each at the top (default: ${DEFAULT-VALUE}).")
    private int examples;

    @Option(
            names = "--contexts",
            paramLabel = "N",
            defaultValue = "50000",
            description = "Contexts of 128 tokens that they are chosen from (default: ${DEFAULT-VALUE}).")
    private int contexts;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "How long each kind of question is asked, after as long to warm up (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--json", description = BenchCommand.JSON_DESCRIPTION)
    private boolean json;

    @Override
    public Integer call() {
        SearchBenchmark.run(
                new SearchBenchmark.Settings(features, examples, contexts, seconds, home.path()),
                BenchCommand.printer(json));
        return 0;
    }
}
