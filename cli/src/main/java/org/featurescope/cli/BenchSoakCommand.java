package org.featurescope.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.featurescope.cli.bench.SoakBenchmark;
import org.featurescope.cli.bench.SoakTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

@Command(
        name = "soak",
        description =
                "Puts a site under a mixed load of pages, lists, searches, data and wrong requests, and says what failed.",
        mixinStandardHelpOptions = true,
        versionProvider = Featurescope.Version.class)
final class BenchSoakCommand implements Callable<Integer> {

    @Mixin
    private final HomeFolder home = new HomeFolder();

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "30",
            description = "How long the load lasts; may be a fraction (default: ${DEFAULT-VALUE}).")
    private double minutes;

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "8",
            description = "Connections that ask at the same time (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(
            names = "--features",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Features of the synthetic index (default: ${DEFAULT-VALUE}).")
    private int features;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Asks the site at this address in place of one of its own over a synthetic index.")
    private @Nullable String url;

    @Option(names = "--json", description = "Prints JSON in place of a table.")
    private boolean json;

    @Override
    public Integer call() {
        SoakBenchmark.Result result = SoakBenchmark.run(
                new SoakBenchmark.Settings((int) Math.round(60 * minutes), connections, features, url, home.path()),
                System.err::println);
        System.out.println(json ? new JsonMapper().writeValueAsString(result) : SoakTable.of(result));
        List<String> failures = result.failures();
        return failures.isEmpty() ? 0 : 1;
    }
}
